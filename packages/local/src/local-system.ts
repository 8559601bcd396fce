import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createAlarmsCollector } from '@opsrunbook/collector-alarms';
import { createChangesCollector } from '@opsrunbook/collector-changes';
import { createLogsCollector } from '@opsrunbook/collector-cloudwatch-logs';
import { createMetricsCollector } from '@opsrunbook/collector-cloudwatch-metrics';
import { createServiceGraphCollector } from '@opsrunbook/collector-service-graph';
import { createStepFunctionsCollector } from '@opsrunbook/collector-step-functions';
import { createTracesCollector } from '@opsrunbook/collector-traces';
import {
  type CollectorName,
  type CollectorsConfigV1,
  collectorBudget,
  enabledCollectors,
  INCIDENT_ANALYZED,
  type RedactionPolicyV1,
  type ServiceCatalogueV1,
  SNAPSHOT_PERSISTED,
} from '@opsrunbook/contracts';
import type { Clock, EventBus, IdSource } from '@opsrunbook/core';
import { type AnyCollector, createCollectHandler, createGateProvider, type EvidenceStore } from '@opsrunbook/evidence';
import { createAnalyzeHandler } from '@opsrunbook/lambdas/analyze/handler';
import { createApiApp } from '@opsrunbook/lambdas/api/app';
import { createHealth } from '@opsrunbook/lambdas/api/health';
import { createPersistSnapshotHandler } from '@opsrunbook/lambdas/persist-snapshot/handler';
import { evidenceStateMachine } from '@opsrunbook/orchestration';
import {
  type ActionRepository,
  createActionRepository,
  createIncidentRepository,
  createPacketRepository,
  createRunRepository,
  type PacketRepository,
  type RunRepository,
} from '@opsrunbook/stores';
import type { Hono } from 'hono';
import { createDurableBus } from './durable-bus.ts';
import { LOCAL_TABLES, startEmbeddedDynamoDb } from './embedded-dynamodb.ts';
import { createFileEvidenceStore } from './file-evidence-store.ts';
import { type ActionsSetup, createLocalActions } from './local-actions.ts';
import { createLocalOrchestrator, type LocalFunction } from './local-orchestrator.ts';
import type { Telemetry } from './telemetry.ts';

export interface LocalSystemOptions {
  /** Everything the system keeps lies here. */
  readonly dataFolder: string;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly redactionKey: string;
  readonly policy: RedactionPolicyV1;
  readonly catalogue: ServiceCatalogueV1;
  readonly collectors: CollectorsConfigV1;
  readonly actions: ActionsSetup;
  readonly openApi: string;
  readonly version: string;
  /** Told of a stage that failed for good, and of every failure behind a 5xx answer. */
  readonly onFailure: (what: string, error: unknown) => void;
  /** Told when a stage has finished. */
  readonly onStage?: (stage: string, result: unknown) => void;
}

/** The whole of OpsRunbook in one process. */
export interface LocalSystem {
  readonly app: Hono;
  readonly evidence: EvidenceStore;
  readonly runs: RunRepository;
  readonly packets: PacketRepository;
  readonly actions: ActionRepository;
  readonly bus: EventBus;
  readonly collectors: readonly AnyCollector[];
  /** Goes on with what an earlier process did not finish. */
  resume(): Promise<void>;
  /** Resolves when every run, analysis and action under way has ended. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

const SEAL_FUNCTION = 'persist-snapshot';

/** Wires the handlers that Lambda runs to this machine's ports; nothing else differs from the deployed system. */
export const createLocalSystem = async (options: LocalSystemOptions): Promise<LocalSystem> => {
  const { dataFolder, clock, onFailure } = options;
  await mkdir(dataFolder, { recursive: true });
  const database = await startEmbeddedDynamoDb(join(dataFolder, 'tables'));
  const evidence = createFileEvidenceStore(dataFolder);
  const gate = createGateProvider(options.policy, async () => options.redactionKey);
  const runs = createRunRepository({ client: database.client, tableName: LOCAL_TABLES.snapshots });
  const packets = createPacketRepository({ client: database.client, tableName: LOCAL_TABLES.packets });
  const actions = createActionRepository({ client: database.client, tableName: LOCAL_TABLES.incidents });
  const stage = reporting(options);
  const bus = createDurableBus({
    folder: join(dataFolder, 'bus'),
    consumers: {
      [SNAPSHOT_PERSISTED]: [
        (event) => stage('analyze', () => createAnalyzeHandler({ evidence, packets, bus, gate })(event)),
      ],
      [INCIDENT_ANALYZED]: [(event) => stage('run-actions', () => act(event))],
    },
    onDeadLetter: (file, error) => onFailure(`an event was given up and lies in ${file}`, error),
  });
  const act = createLocalActions({
    setup: options.actions,
    ledger: actions,
    packets,
    evidence,
    gate,
    bus,
    clock,
    ids: options.ids,
    onFailure,
  });
  const collectors = collectorsOf(options);
  const functions: Record<string, LocalFunction> = {
    [SEAL_FUNCTION]: (event) =>
      stage(SEAL_FUNCTION, () => createPersistSnapshotHandler({ evidence, runs, bus, gate })(event)),
  };
  for (const collector of collectors) {
    const { name } = collector.describe();
    const handler = createCollectHandler({
      collector,
      store: evidence,
      gate,
      budget: collectorBudget(options.collectors, name),
    });
    functions[name] = (event, remaining) => stage(name, () => handler(event, remaining));
  }
  const orchestrator = createLocalOrchestrator({
    folder: join(dataFolder, 'executions'),
    definition: definitionOf(options.collectors),
    functions,
    onFailure: (name, error) => onFailure(`execution ${name} failed`, error),
  });
  const app = createApiApp({
    onFailure: (error) => onFailure('a request failed', error),
    deps: {
      incidents: createIncidentRepository({ client: database.client, tableName: LOCAL_TABLES.incidents }),
      runs,
      packets,
      actions,
      actionsConfig: options.actions.config,
      evidence,
      orchestrator,
      gate,
      clock,
      ids: options.ids,
      catalogue: options.catalogue,
      collectors: options.collectors,
      openApi: options.openApi,
      health: createHealth({
        stage: 'local',
        version: options.version,
        collectors: options.collectors,
        catalogue: options.catalogue,
        settings: [],
      }),
    },
  });
  const idle = async () => {
    await orchestrator.idle();
    await bus.idle();
  };
  return {
    app,
    evidence,
    runs,
    packets,
    actions,
    bus,
    collectors,
    idle,
    resume: async () => {
      await orchestrator.resume();
      await bus.resume();
    },
    stop: async () => {
      await idle();
      await database.stop();
    },
  };
};

const collectorsOf = ({ telemetry, clock, collectors }: LocalSystemOptions): readonly AnyCollector[] => {
  const all: Readonly<Record<CollectorName, () => AnyCollector>> = {
    'cloudwatch-logs': () => createLogsCollector({ client: telemetry.logs, clock }),
    'cloudwatch-metrics': () => createMetricsCollector({ client: telemetry.metrics, clock }),
    'step-functions': () => createStepFunctionsCollector({ client: telemetry.executions, clock }),
    'service-graph': () => createServiceGraphCollector({ client: telemetry.serviceGraphs, clock }),
    traces: () => createTracesCollector({ client: telemetry.traces, clock }),
    alarms: () => createAlarmsCollector({ client: telemetry.alarms, clock }),
    changes: () => createChangesCollector({ client: telemetry.changes, clock }),
  };
  return enabledCollectors(collectors).map((name) => all[name]());
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

const reporting =
  ({ onStage }: LocalSystemOptions) =>
  async <Result>(stage: string, work: () => Promise<Result>): Promise<Result> => {
    const result = await work();
    onStage?.(stage, result);
    return result;
  };
