import { objectKeys } from '@opsrunbook/contracts';
import { evidenceStateMachine } from '@opsrunbook/orchestration';
import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { EnabledCollector } from './collectors.ts';
import type { AlarmRegistry } from './monitoring.ts';
import type { SecretParameter } from './parameters.ts';
import { ServiceFunction } from './service-function.ts';
import type { StageConfig } from './stage-config.ts';
import { ANY_RUN, type Storage } from './storage.ts';

/** Step Functions waits this much longer than the function may run, so that the function's own failure is the one recorded. */
const ANSWER_SECONDS = 10;

/** Reads at most a few megabytes of evidence back, hashes them, writes one object and one item. */
const SEAL_TIMEOUT = Duration.seconds(60);

export interface EvidenceOrchestratorProps {
  readonly stage: StageConfig;
  readonly alarms: AlarmRegistry;
  readonly collectors: readonly EnabledCollector[];
  readonly storage: Storage;
  readonly bus: EventBus;
  readonly redactionKey: SecretParameter;
}

/** The Standard workflow of one run: collectors in parallel, then the seal that announces the snapshot. */
export class EvidenceOrchestrator extends Construct {
  readonly stateMachine: StateMachine;
  readonly seal: ServiceFunction;

  constructor(scope: Construct, id: string, props: EvidenceOrchestratorProps) {
    super(scope, id);
    this.seal = this.#sealFunction(props);
    this.stateMachine = this.#workflow(props);
    for (const runner of this.#runners(props)) runner.function.grantInvokeLatestVersion(this.stateMachine);
    this.#addAlarms(props.alarms);
  }

  #runners({ collectors }: EvidenceOrchestratorProps): readonly ServiceFunction[] {
    return [...collectors.map(({ runner }) => runner), this.seal];
  }

  #workflow({ stage, collectors }: EvidenceOrchestratorProps): StateMachine {
    const removalPolicy = stage.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const definition = evidenceStateMachine({
      collectors: collectors.map(({ collector, runner }) => ({
        collector,
        functionName: placeholder(substitutionName(collector)),
        timeoutSeconds: runner.timeout.toSeconds() + ANSWER_SECONDS,
      })),
      sealFunctionName: placeholder(substitutionName('seal')),
      sealTimeoutSeconds: this.seal.timeout.toSeconds() + ANSWER_SECONDS,
      lambdaInvokeArn: `arn:${placeholder('Partition')}:states:::lambda:invoke`,
    });
    return new StateMachine(this, 'Workflow', {
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(JSON.stringify(definition)),
      definitionSubstitutions: {
        Partition: Aws.PARTITION,
        [substitutionName('seal')]: this.seal.function.functionArn,
        ...Object.fromEntries(
          collectors.map(({ collector, runner }) => [substitutionName(collector), runner.function.functionArn]),
        ),
      },
      comment: definition.Comment,
      logs: {
        destination: new LogGroup(this, 'WorkflowLogs', { retention: stage.logRetention, removalPolicy }),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
      tracingEnabled: true,
    });
  }

  #sealFunction({ stage, alarms, storage, bus, redactionKey }: EvidenceOrchestratorProps): ServiceFunction {
    const seal = new ServiceFunction(this, 'Seal', {
      lambda: 'persist-snapshot',
      stage,
      alarms,
      description: 'Seals a run: writes its manifest and snapshot, then announces it',
      timeout: SEAL_TIMEOUT,
      memorySize: 1024,
      environment: {
        SNAPSHOTS_TABLE: storage.snapshots.tableName,
        EVIDENCE_BUCKET: storage.bucket.bucketName,
        EVENT_BUS_NAME: bus.eventBusName,
        REDACTION_KEY_PARAMETER: redactionKey.parameterName,
      },
      onError: {
        severity: 'warning',
        summary: 'Sealing a run failed; the workflow tries again up to five times.',
        article: 'seal-errors',
      },
    });
    storage.grantReadObjects(seal, 'evidence/*');
    storage.grantCreateObjects(seal, objectKeys.manifest(ANY_RUN));
    storage.grantWriteItems(seal, storage.snapshots);
    bus.grantPutEventsTo(seal);
    redactionKey.grantRead(seal);
    return seal;
  }

  #addAlarms(alarms: AlarmRegistry): void {
    const everyFiveMinutes = { period: Duration.minutes(5), statistic: Stats.SUM };
    alarms.add(this, 'RunsFailed', {
      severity: 'critical',
      summary: 'A run failed: an incident has no sealed evidence.',
      article: 'runs-failed',
      metric: this.stateMachine.metricFailed(everyFiveMinutes),
    });
    alarms.add(this, 'RunsTimedOut', {
      severity: 'critical',
      summary: 'A run took longer than the workflow allows: an incident has no sealed evidence.',
      article: 'runs-timed-out',
      metric: this.stateMachine.metricTimedOut(everyFiveMinutes),
    });
  }
}

/** The name CloudFormation replaces by a function's ARN: `cloudwatch-logs` → `CloudwatchLogsFunctionArn`. */
const substitutionName = (stage: string): string =>
  `${stage.replace(/(^|-)([a-z])/g, (_match, _dash, letter: string) => letter.toUpperCase())}FunctionArn`;

const placeholder = (name: string): string => `\${${name}}`;
