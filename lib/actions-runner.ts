import { INCIDENT_ANALYZED, objectKeys } from '@opsrunbook/contracts';
import { Aws, Duration } from 'aws-cdk-lib';
import { type EventBus, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { addActionAlarms } from './action-alarms.ts';
import { ActionParameters } from './action-parameters.ts';
import { destinationVariables, switchVariables } from './actions-settings.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { pipelineEvents } from './event-bus.ts';
import type { AlarmRegistry } from './monitoring.ts';
import type { SecretParameter } from './parameters.ts';
import { ServiceFunction } from './service-function.ts';
import type { StageConfig } from './stage-config.ts';
import { ANY_RUN, type Storage } from './storage.ts';

/** Longer would strand what a crashed invocation held: its lease ends 5 s after this. */
const RUN_TIMEOUT = Duration.seconds(50);

/** A delivery comes again after an unclear attempt has settled (120 s), so that the destination can be asked for it. */
const VISIBILITY = Duration.seconds(150);

/** Receives before a delivery is put aside: 5 × 150 s, after which the reconcile pass takes over. */
const RECEIVES = 5;

/** SQS's least. The ledger keeps overlapping deliveries apart; this only keeps them from waiting for each other. */
const MAX_CONCURRENCY = 2;

const RECONCILE_EVERY = Duration.minutes(15);

export interface ActionsRunnerProps {
  readonly stage: StageConfig;
  readonly alarms: AlarmRegistry;
  readonly storage: Storage;
  readonly bus: EventBus;
  readonly redactionKey: SecretParameter;
}

/** Acts on every analyzed incident, one delivery at a time, and settles every quarter of an hour what deliveries left open. */
export class ActionsRunner extends Construct {
  readonly queue: Queue;
  readonly function: ServiceFunction;
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, props: ActionsRunnerProps) {
    super(scope, id);
    const { alarms, bus, stage } = props;
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', { alarms, of: 'the action runner' });
    const deadLetterQueue = this.deadLetters.queue;
    this.queue = new Queue(this, 'Deliveries', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: VISIBILITY,
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: RECEIVES },
    });
    this.function = this.#runner(props);
    new Rule(this, 'IncidentAnalyzed', {
      description: 'An incident is analyzed: act on it',
      eventBus: bus,
      eventPattern: pipelineEvents(INCIDENT_ANALYZED),
      targets: [new SqsQueue(this.queue, { deadLetterQueue, maxEventAge: Duration.hours(24), retryAttempts: 185 })],
    });
    this.#deliver();
    this.#reconcile();
    addActionAlarms(this, { stage, alarms, logGroup: this.function.logGroup, queue: this.queue });
  }

  #deliver(): void {
    const source = new SqsEventSource(this.queue, {
      batchSize: 1,
      maxConcurrency: MAX_CONCURRENCY,
      reportBatchItemFailures: true,
    });
    this.function.function.addEventSource(source);
  }

  #reconcile(): void {
    // A pass that was missed is made up by the next: nothing is worth keeping longer than until then.
    const maxEventAge = RECONCILE_EVERY;
    this.function.function.configureAsyncInvoke({ retryAttempts: 2, maxEventAge });
    new Rule(this, 'Reconcile', {
      description: 'Settle the actions whose deliveries are over',
      schedule: Schedule.rate(RECONCILE_EVERY),
      targets: [
        new LambdaFunction(this.function.function, {
          event: RuleTargetInput.fromObject({ reconcile: true }),
          deadLetterQueue: this.deadLetters.queue,
          maxEventAge,
          retryAttempts: 2,
        }),
      ],
    });
  }

  #runner(props: ActionsRunnerProps): ServiceFunction {
    const { stage, alarms, storage, bus } = props;
    const parameters = new ActionParameters(this, 'Parameters', props);
    const runner = new ServiceFunction(this, 'Run', {
      lambda: 'run-actions',
      stage,
      alarms,
      description: 'Does what the packet calls for, once: ticket, pull request, message',
      timeout: RUN_TIMEOUT,
      memorySize: 1024,
      reservedConcurrency: stage.actions.reservedConcurrency,
      deadLetterQueue: this.deadLetters.queue,
      environment: {
        INCIDENTS_TABLE: storage.incidents.tableName,
        PACKETS_TABLE: storage.packets.tableName,
        EVIDENCE_BUCKET: storage.bucket.bucketName,
        EVENT_BUS_NAME: bus.eventBusName,
        ACCOUNT_ID: Aws.ACCOUNT_ID,
        ...parameters.variables,
        ...switchVariables(stage.actions),
        ...destinationVariables(stage.actions),
      },
      onError: {
        severity: 'warning',
        summary: 'Acting on an incident failed; it is delivered again, five times in all.',
        article: 'action-runner-errors',
      },
    });
    parameters.grantRead(runner);
    grantLedger(storage, runner);
    bus.grantPutEventsTo(runner);
    return runner;
  }
}

/** Plans, actions and their hourly counts in the incidents table; packets and evidence to read; large payloads to keep. */
const grantLedger = (storage: Storage, runner: ServiceFunction): void => {
  storage.grantGetItems(runner, storage.incidents);
  storage.grantListByAge(runner); // unsettled actions are in the same sparse index
  storage.grantWriteItems(runner, storage.incidents);
  storage.grantCountItems(runner, storage.incidents);
  storage.grantGetItems(runner, storage.packets);
  storage.grantReadObjects(runner, 'evidence/*');
  storage.grantReadObjects(runner, 'packets/*');
  storage.grantCreateObjects(runner, objectKeys.payload(ANY_RUN, '*', '*'));
};
