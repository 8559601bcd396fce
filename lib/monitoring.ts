import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type RunbookArticle, readRunbook, runbookAnchors } from './runbook.ts';

/** critical: incidents are lost or the product is down, someone acts now; warning: it still works with less, someone acts today. */
export const ALARM_SEVERITIES = ['critical', 'warning'] as const;
export type AlarmSeverity = (typeof ALARM_SEVERITIES)[number];

/** One thing to be told about. The alarm goes off when the metric is above `above` in one period. */
export interface AlarmSpec {
  readonly severity: AlarmSeverity;
  /** What is wrong, in words an operator who was asleep understands. */
  readonly summary: string;
  readonly article: RunbookArticle;
  readonly metric: IMetric;
  /** Absent: 0, the first occurrence raises the alarm. */
  readonly above?: number;
}

/** Takes the alarms of every construct, so that none is without a severity, a receiver and a runbook article. */
export interface AlarmRegistry {
  /** Adds an alarm under `scope`; its name is its path in the stack. Throws when the runbook has no such article. */
  add(scope: Construct, id: string, spec: AlarmSpec): Alarm;
}

export interface MonitoringProps {
  /** Where people read the runbook: address or path, without anchor. */
  readonly runbookUrl: string;
}

/** The alarm registry: one encrypted topic per severity, which operators subscribe to, and every alarm linked to its article. */
export class Monitoring extends Construct implements AlarmRegistry {
  /** Where each severity's alarms are sent; operators subscribe to these. */
  readonly topics: Readonly<Record<AlarmSeverity, Topic>>;
  readonly alarms: Readonly<Record<AlarmSeverity, readonly Alarm[]>>;
  readonly #added: Record<AlarmSeverity, Alarm[]> = { critical: [], warning: [] };
  readonly #articles: ReadonlySet<string>;
  readonly #runbookUrl: string;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    this.alarms = this.#added;
    this.#runbookUrl = props.runbookUrl;
    this.#articles = new Set(runbookAnchors(readRunbook()));
    const key = this.#topicKey();
    this.topics = { critical: this.#topic('Critical', key), warning: this.#topic('Warning', key) };
  }

  add(scope: Construct, id: string, { severity, summary, article, metric, above = 0 }: AlarmSpec): Alarm {
    if (!this.#articles.has(article)) {
      throw new Error(`alarm ${scope.node.path}/${id} links the article "${article}", which docs/runbook.md lacks`);
    }
    const alarm = new Alarm(scope, id, {
      alarmName: `${scope.node.path}/${id}`,
      alarmDescription: `[${severity}] ${summary} Runbook: ${this.#runbookUrl}#${article}`,
      metric,
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      // No traffic is the usual state of an incident tool.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    const notify = new SnsAction(this.topics[severity]);
    alarm.addAlarmAction(notify);
    alarm.addOkAction(notify);
    this.#added[severity].push(alarm);
    return alarm;
  }

  /** A key of our own: CloudWatch cannot publish to a topic under the AWS-managed key. */
  #topicKey(): Key {
    const key = new Key(this, 'TopicKey', {
      description: 'Encrypts alarm notifications on their way through SNS',
      enableKeyRotation: true,
      // It protects messages in flight only; nothing stored depends on it.
      removalPolicy: RemovalPolicy.DESTROY,
      pendingWindow: Duration.days(7),
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'], // in a key policy: this key
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    return key;
  }

  #topic(severity: string, masterKey: Key): Topic {
    const topic = new Topic(this, severity, {
      displayName: `OpsRunbook ${severity.toLowerCase()} alarms`,
      masterKey,
      enforceSSL: true,
    });
    // A policy of its own replaces the default one, which had let CloudWatch in.
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    return topic;
  }
}
