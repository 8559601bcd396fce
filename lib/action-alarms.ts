import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { AlarmRegistry, AlarmSpec } from './monitoring.ts';
import { provisions, type StageConfig } from './stage-config.ts';

export interface ActionAlarmsProps {
  readonly stage: StageConfig;
  readonly alarms: AlarmRegistry;
  /** Where the runner writes a line per action (lambdas/run-actions/report-delivery.ts). */
  readonly logGroup: LogGroup;
  /** Where analyzed incidents wait for the runner. */
  readonly queue: Queue;
}

interface CountedLines extends Pick<AlarmSpec, 'severity' | 'summary' | 'article'> {
  readonly id: string;
  /** Which lines, in CloudWatch Logs' filter syntax. */
  readonly lines: string;
  /** What a line counts. Absent: 1. */
  readonly value?: string;
}

/** What the log tells that no metric of AWS does. */
const COUNTED: readonly CountedLines[] = [
  {
    id: 'ActionsFailed',
    severity: 'critical',
    summary:
      'An action was refused for good or could not be recorded: an incident lacks its ticket, message or pull request.',
    article: 'actions-failed',
    // What may pass by itself is delivered again; it ends here, settled, or among the dead letters.
    lines:
      '{ (($.message = "action failed") || ($.message = "delivery failed")) && (($.retryable IS FALSE) || ($.retryable NOT EXISTS)) }',
  },
  {
    id: 'ActionsUnknown',
    severity: 'warning',
    summary: 'Nobody knows whether an action arrived: it is looked for, or, for a message, a person has to look.',
    article: 'actions-unknown',
    lines: '{ $.message = "action unknown" }',
  },
  {
    id: 'ActionsStuck',
    severity: 'critical',
    summary: 'A reconcile pass left actions open that were open a quarter of an hour before.',
    article: 'actions-stuck',
    lines: '{ $.still_open > 0 }',
    value: '$.still_open',
  },
  {
    id: 'AutomationDisabled',
    severity: 'warning',
    summary: 'The kill switch is on and has held back an action.',
    article: 'automation-disabled',
    lines: '{ $.code = "automation_disabled" }',
  },
];

/** Watches what becomes of actions: refused, unclear, stuck, or held back. */
export const addActionAlarms = (scope: Construct, { stage, alarms, logGroup, queue }: ActionAlarmsProps): void => {
  const metricNamespace = `OpsRunbook/${stage.name}`;
  for (const { id, lines, value = '1', ...spec } of COUNTED) {
    if (provisions(stage, 'AWS::Logs::MetricFilter')) {
      const filterPattern = FilterPattern.literal(lines);
      new MetricFilter(scope, `${id}Lines`, {
        logGroup,
        filterPattern,
        metricNamespace,
        metricName: id,
        metricValue: value,
      });
    }
    const period = Duration.minutes(5);
    const metric = new Metric({ namespace: metricNamespace, metricName: id, statistic: Stats.SUM, period });
    alarms.add(scope, id, { ...spec, metric });
  }
  alarms.add(scope, 'DeliveriesAge', {
    severity: 'critical',
    summary: 'An analyzed incident has waited for the action runner for more than ten minutes.',
    article: 'actions-stuck',
    metric: queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: Stats.MAXIMUM }),
    above: Duration.minutes(10).toSeconds(),
  });
};
