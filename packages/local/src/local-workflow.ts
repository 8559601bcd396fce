import { join } from 'node:path';
import { createAlarmsCollector } from '@opsrunbook/collector-alarms';
import { createChangesCollector } from '@opsrunbook/collector-changes';
import { createLogsCollector } from '@opsrunbook/collector-cloudwatch-logs';
import { createMetricsCollector } from '@opsrunbook/collector-cloudwatch-metrics';
import { createServiceGraphCollector } from '@opsrunbook/collector-service-graph';
import { createStepFunctionsCollector } from '@opsrunbook/collector-step-functions';
import { createTracesCollector } from '@opsrunbook/collector-traces';
import { type CollectorName, type CollectorsConfigV1, collectorBudget, enabledCollectors } from '@opsrunbook/contracts';
import type { Clock, EventBus } from '@opsrunbook/core';
import { type AnyCollector, createCollectHandler, type Gate } from '@opsrunbook/evidence';
import { createPersistSnapshotHandler } from '@opsrunbook/lambdas/persist-snapshot/handler';
import { evidenceStateMachine } from '@opsrunbook/orchestration';
import { createLocalOrchestrator, type LocalFunction, type LocalOrchestrator } from './local-orchestrator.ts';
import type { LocalStores } from './local-stores.ts';
import type { Telemetry } from './telemetry.ts';

/** Runs a stage's work and tells of its result. */
export type RunStage = <Result>(stage: string, work: () => Promise<Result>) => Promise<Result>;

export interface LocalWorkflowOptions {
  readonly dataFolder: string;
  readonly config: CollectorsConfigV1;
  readonly collectors: readonly AnyCollector[];
  readonly stores: LocalStores;
  readonly bus: EventBus;
  readonly gate: () => Promise<Gate>;
  readonly stage: RunStage;
  readonly onFailure: (what: string, error: unknown) => void;
}

const SEAL_FUNCTION = 'persist-snapshot';

/** The evidence workflow: the definition as it is deployed, its functions the handlers that Lambda runs. */
export const createLocalWorkflow = (options: LocalWorkflowOptions): LocalOrchestrator =>
  createLocalOrchestrator({
    folder: join(options.dataFolder, 'executions'),
    definition: definitionOf(options.config),
    functions: functionsOf(options),
    onFailure: (name, error) => options.onFailure(`execution ${name} failed`, error),
  });

/** The collectors that are on, over the machine's telemetry. */
export const localCollectors = (
  config: CollectorsConfigV1,
  { telemetry, clock }: { readonly telemetry: Telemetry; readonly clock: Clock },
): readonly AnyCollector[] => {
  const all: Readonly<Record<CollectorName, () => AnyCollector>> = {
    'cloudwatch-logs': () => createLogsCollector({ client: telemetry.logs, clock }),
    'cloudwatch-metrics': () => createMetricsCollector({ client: telemetry.metrics, clock }),
    'step-functions': () => createStepFunctionsCollector({ client: telemetry.executions, clock }),
    'service-graph': () => createServiceGraphCollector({ client: telemetry.serviceGraphs, clock }),
    traces: () => createTracesCollector({ client: telemetry.traces, clock }),
    alarms: () => createAlarmsCollector({ client: telemetry.alarms, clock }),
    changes: () => createChangesCollector({ client: telemetry.changes, clock }),
  };
  return enabledCollectors(config).map((name) => all[name]());
};

const functionsOf = ({
  collectors,
  config,
  stores,
  bus,
  gate,
  stage,
}: LocalWorkflowOptions): Record<string, LocalFunction> => {
  const { evidence, runs } = stores;
  const seal = createPersistSnapshotHandler({ evidence, runs, bus, gate });
  const functions: Record<string, LocalFunction> = {
    [SEAL_FUNCTION]: (event) => stage(SEAL_FUNCTION, () => seal(event)),
  };
  for (const collector of collectors) {
    const { name } = collector.describe();
    const handler = createCollectHandler({ collector, store: evidence, gate, budget: collectorBudget(config, name) });
    functions[name] = (event, remaining) => stage(name, () => handler(event, remaining));
  }
  return functions;
};

/** The definition as it is deployed: a function may take 30 s longer than its collector reads, its task 10 s more. */
const definitionOf = (config: CollectorsConfigV1) =>
  evidenceStateMachine({
    collectors: enabledCollectors(config).map((name) => ({
      collector: name,
      functionName: name,
      timeoutSeconds: collectorBudget(config, name).seconds + 40,
    })),
    sealFunctionName: SEAL_FUNCTION,
    sealTimeoutSeconds: 70,
  });
