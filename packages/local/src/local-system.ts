import { join } from 'node:path';
import {
  type CollectorsConfigV1,
  INCIDENT_ANALYZED,
  type RedactionPolicyV1,
  type ServiceCatalogueV1,
  SNAPSHOT_PERSISTED,
} from '@opsrunbook/contracts';
import type { Clock, EventBus, IdSource, Orchestrator } from '@opsrunbook/core';
import { type AnyCollector, createGateProvider, type Gate } from '@opsrunbook/evidence';
import { createAnalyzeHandler } from '@opsrunbook/lambdas/analyze/handler';
import { createApiApp } from '@opsrunbook/lambdas/api/app';
import { createHealth } from '@opsrunbook/lambdas/api/health';
import type { Hono } from 'hono';
import { createDurableBus, type DurableBus } from './durable-bus.ts';
import { type ActionsSetup, createLocalActions } from './local-actions.ts';
import { type LocalStores, openLocalStores } from './local-stores.ts';
import { createLocalWorkflow, localCollectors, type RunStage } from './local-workflow.ts';
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
export interface LocalSystem extends Pick<LocalStores, 'evidence' | 'runs' | 'packets' | 'actions'> {
  readonly app: Hono;
  readonly bus: EventBus;
  readonly collectors: readonly AnyCollector[];
  /** Goes on with what an earlier process did not finish. */
  resume(): Promise<void>;
  /** Resolves when every run, analysis and action under way has ended. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** What the parts of one local system share. */
interface Wiring {
  readonly options: LocalSystemOptions;
  readonly stores: LocalStores;
  readonly gate: () => Promise<Gate>;
  readonly stage: RunStage;
}

/** Wires the handlers that Lambda runs to this machine's ports; nothing else differs from the deployed system. */
export const createLocalSystem = async (options: LocalSystemOptions): Promise<LocalSystem> => {
  const stores = await openLocalStores(options.dataFolder);
  const gate = createGateProvider(options.policy, async () => options.redactionKey);
  const wiring: Wiring = { options, stores, gate, stage: reporting(options) };
  const bus = localBus(wiring);
  const collectors = localCollectors(options.collectors, options);
  const workflow = createLocalWorkflow({ ...options, ...wiring, config: options.collectors, collectors, bus });
  const { evidence, runs, packets, actions } = stores;
  const idle = async () => {
    await workflow.idle();
    await bus.idle();
  };
  return {
    app: localApi(wiring, workflow),
    ...{ evidence, runs, packets, actions, bus, collectors, idle },
    resume: async () => {
      await workflow.resume();
      await bus.resume();
    },
    stop: async () => {
      await idle();
      await stores.close();
    },
  };
};

/** The bus with the stages that events start: a sealed run is analyzed, an analyzed one acted on. */
const localBus = ({ options, stores, gate, stage }: Wiring): DurableBus => {
  const { clock, ids, onFailure, dataFolder } = options;
  const { evidence, packets, actions: ledger } = stores;
  const bus: DurableBus = createDurableBus({
    folder: join(dataFolder, 'bus'),
    consumers: {
      [SNAPSHOT_PERSISTED]: [(event) => stage('analyze', () => analyze(event))],
      [INCIDENT_ANALYZED]: [(event) => stage('run-actions', () => act(event))],
    },
    onDeadLetter: (file, error) => onFailure(`an event was given up and lies in ${file}`, error),
  });
  const analyze = createAnalyzeHandler({ evidence, packets, bus, gate });
  const act = createLocalActions({
    setup: options.actions,
    ledger,
    packets,
    evidence,
    gate,
    bus,
    clock,
    ids,
    onFailure,
  });
  return bus;
};

const localApi = ({ options, stores, gate }: Wiring, orchestrator: Orchestrator): Hono => {
  const { clock, ids, catalogue, collectors, openApi, version, onFailure } = options;
  const health = createHealth({ stage: 'local', version, collectors, catalogue, settings: [] });
  const shared = { orchestrator, gate, clock, ids, catalogue, collectors, openApi, health };
  return createApiApp({
    onFailure: (error) => onFailure('a request failed', error),
    deps: { ...stores, ...shared, actionsConfig: options.actions.config },
  });
};

const reporting =
  ({ onStage }: LocalSystemOptions): RunStage =>
  async (stage, work) => {
    const result = await work();
    onStage?.(stage, result);
    return result;
  };
