import { type CollectorName, type CollectorsConfigV1, enabledCollectors, objectKeys } from '@opsrunbook/contracts';
import { Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { collectorSource } from './collector-sources.ts';
import type { AlarmRegistry } from './monitoring.ts';
import type { SecretParameter } from './parameters.ts';
import { ServiceFunction } from './service-function.ts';
import type { StageConfig } from './stage-config.ts';
import { ANY_RUN, type Storage } from './storage.ts';

/** What a function needs beside the time its collector may read: start, redact, store, and answer. */
const OVERHEAD_SECONDS = 30;

export interface CollectorsProps {
  readonly stage: StageConfig;
  readonly alarms: AlarmRegistry;
  /** Which collectors are on and what each may spend. */
  readonly config: CollectorsConfigV1;
  readonly storage: Storage;
  readonly redactionKey: SecretParameter;
}

/** A collector that is on and the function that runs it. */
export interface EnabledCollector {
  readonly collector: CollectorName;
  readonly runner: ServiceFunction;
}

/** One function and one role per collector that is on. A collector that is off leaves nothing in the template. */
export class Collectors extends Construct {
  readonly enabled: readonly EnabledCollector[];

  constructor(scope: Construct, id: string, props: CollectorsProps) {
    super(scope, id);
    this.enabled = enabledCollectors(props.config).map((collector) => ({
      collector,
      runner: this.#runner(collector, props),
    }));
  }

  #runner(
    collector: CollectorName,
    { stage, alarms, config, storage, redactionKey }: CollectorsProps,
  ): ServiceFunction {
    const { lambda, reads, permissions } = collectorSource(collector);
    const readingSeconds = config.collectors[collector]?.budget.seconds ?? 0;
    const runner = new ServiceFunction(this, collector, {
      lambda,
      stage,
      alarms,
      description: `Collector: reads ${reads}`,
      timeout: Duration.seconds(readingSeconds + OVERHEAD_SECONDS),
      // The budget's megabytes exist three times at once: as read, redacted and serialised.
      memorySize: 1024,
      environment: { EVIDENCE_BUCKET: storage.bucket.bucketName, REDACTION_KEY_PARAMETER: redactionKey.parameterName },
      onError: {
        severity: 'warning',
        summary: `The ${collector} collector failed; runs go on with a gap in its place.`,
        article: 'collector-errors',
      },
    });
    for (const statement of permissions(Stack.of(this))) runner.grantPrincipal.addToPrincipalPolicy(statement);
    storage.grantReadObjects(runner, 'evidence/*');
    storage.grantCreateObjects(runner, objectKeys.evidence(ANY_RUN, collector));
    redactionKey.grantRead(runner);
    return runner;
  }
}
