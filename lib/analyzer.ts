import { objectKeys, SNAPSHOT_PERSISTED } from '@opsrunbook/contracts';
import { Duration } from 'aws-cdk-lib';
import { type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { pipelineEvents } from './event-bus.ts';
import type { AlarmRegistry } from './monitoring.ts';
import type { SecretParameter } from './parameters.ts';
import { ServiceFunction } from './service-function.ts';
import type { StageConfig } from './stage-config.ts';
import { ANY_RUN, type Storage } from './storage.ts';

export interface AnalyzerProps {
  readonly stage: StageConfig;
  readonly alarms: AlarmRegistry;
  readonly storage: Storage;
  readonly bus: EventBus;
  readonly redactionKey: SecretParameter;
}

/** Analyzes every sealed snapshot. Events it gives up on wait in one dead-letter queue, whichever side gave up. */
export class Analyzer extends Construct {
  readonly function: ServiceFunction;
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, props: AnalyzerProps) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', { alarms: props.alarms, of: 'the analyzer' });
    this.function = this.#analyze(props);
    new Rule(this, 'SnapshotPersisted', {
      description: 'A run is sealed: analyze it',
      eventBus: props.bus,
      eventPattern: pipelineEvents(SNAPSHOT_PERSISTED),
      targets: [
        new LambdaFunction(this.function.function, {
          deadLetterQueue: this.deadLetters.queue,
          // EventBridge's longest: an outage of Lambda's front door that lasts a night delays packets and loses none.
          maxEventAge: Duration.hours(24),
          retryAttempts: 185,
        }),
      ],
    });
  }

  #analyze({ stage, alarms, storage, bus, redactionKey }: AnalyzerProps): ServiceFunction {
    const analyze = new ServiceFunction(this, 'Analyze', {
      lambda: 'analyze',
      stage,
      alarms,
      description: 'Turns a sealed snapshot into an incident packet',
      timeout: Duration.seconds(60),
      memorySize: 1024,
      deadLetterQueue: this.deadLetters.queue,
      environment: {
        PACKETS_TABLE: storage.packets.tableName,
        EVIDENCE_BUCKET: storage.bucket.bucketName,
        EVENT_BUS_NAME: bus.eventBusName,
        REDACTION_KEY_PARAMETER: redactionKey.parameterName,
      },
      onError: {
        severity: 'warning',
        summary: 'Analyzing a snapshot failed; Lambda tries twice more, then the event goes to the dead-letter queue.',
        article: 'analyzer-errors',
      },
    });
    // Lambda queues the event itself: 2 more tries, 1 and 2 minutes later, for at most its longest 6 hours when it is throttled.
    analyze.function.configureAsyncInvoke({ retryAttempts: 2, maxEventAge: Duration.hours(6) });
    storage.grantReadObjects(analyze, 'evidence/*');
    storage.grantReadObjects(analyze, 'packets/*'); // a repeated event finds the packet that stands
    storage.grantCreateObjects(analyze, objectKeys.packet(ANY_RUN));
    storage.grantWriteItems(analyze, storage.packets);
    bus.grantPutEventsTo(analyze);
    redactionKey.grantRead(analyze);
    return analyze;
  }
}
