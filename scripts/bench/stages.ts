import { createLogsCollector } from '@opsrunbook/collector-cloudwatch-logs';
import { createMetricsCollector } from '@opsrunbook/collector-cloudwatch-metrics';
import { createStepFunctionsCollector } from '@opsrunbook/collector-step-functions';
import { type CollectorsConfigV1, collectorBudget, SNAPSHOT_PERSISTED } from '@opsrunbook/contracts';
import type { Clock } from '@opsrunbook/core';
import { type AnyCollector, createCollectHandler, type EvidenceStore, type Gate } from '@opsrunbook/evidence';
import { type AnalyzeDeps, createAnalyzeHandler } from '@opsrunbook/lambdas/analyze/handler';
import { createPersistSnapshotHandler, type PersistSnapshotDeps } from '@opsrunbook/lambdas/persist-snapshot/handler';
import type { Telemetry } from '@opsrunbook/local';

/** The stages of a run in their order, by what their answers are kept under; of the collectors those that recordings can feed. */
export const COLLECTING_STAGES = ['cloudwatch-logs', 'cloudwatch-metrics', 'step-functions'] as const;
export const STAGES = [...COLLECTING_STAGES, 'persist-snapshot', 'analyze'] as const;
export type Stage = (typeof STAGES)[number];

export interface StagePorts {
  readonly store: EvidenceStore;
  readonly gate: () => Promise<Gate>;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  readonly config: CollectorsConfigV1;
}

/** What starts a run: the state machine's input. */
export interface RunStart {
  readonly incident_id: string;
  readonly run_id: string;
  readonly request_sha256: string;
}

/** What stages before this one answered. */
export type Answers = Readonly<Partial<Record<Stage, unknown>>>;

/** Writes items and events nowhere: what DynamoDB and EventBridge take is not the pipeline's time. */
const nowhere: Pick<PersistSnapshotDeps & AnalyzeDeps, 'bus' | 'runs' | 'packets'> = {
  bus: { publish: async () => {} },
  runs: { putSnapshot: async () => 'created' },
  packets: { create: async () => 'created' },
};

/** One stage as its Lambda runs it: the same handler, given what the workflow or the bus would give it. */
export const runStage = async (
  stage: Stage,
  ports: StagePorts,
  start: RunStart,
  answers: Answers,
): Promise<unknown> => {
  const { store: evidence, gate } = ports;
  switch (stage) {
    case 'persist-snapshot': {
      const collected = COLLECTING_STAGES.map((collector) => answers[collector]);
      return createPersistSnapshotHandler({ ...nowhere, evidence, gate })({ ...start, collected });
    }
    case 'analyze':
      return createAnalyzeHandler({ ...nowhere, evidence, gate })(envelopeOf(answers['persist-snapshot']));
    default:
      return collect(collectorOf(stage, ports), ports, start);
  }
};

const envelopeOf = (detail: unknown) => ({
  version: '0',
  id: 'bench',
  source: 'opsrunbook',
  'detail-type': SNAPSHOT_PERSISTED,
  detail,
});

const collect = (collector: AnyCollector, { store, gate, config }: StagePorts, start: RunStart): Promise<unknown> => {
  const budget = collectorBudget(config, collector.describe().name);
  const endsMs = performance.now() + (budget.seconds + 30) * 1000;
  return createCollectHandler({ collector, store, gate, budget })(start, () => endsMs - performance.now());
};

const collectorOf = (
  stage: Exclude<Stage, 'persist-snapshot' | 'analyze'>,
  { telemetry, clock }: StagePorts,
): AnyCollector => {
  switch (stage) {
    case 'cloudwatch-logs':
      return createLogsCollector({ client: telemetry.logs, clock });
    case 'cloudwatch-metrics':
      return createMetricsCollector({ client: telemetry.metrics, clock });
    case 'step-functions':
      return createStepFunctionsCollector({ client: telemetry.executions, clock });
  }
};
