import { readFileSync } from 'node:fs';
import { type EvidenceV1, objectKeys, RedactionPolicyV1, type RunRequestV1 } from '@opsrunbook/contracts';
import type { PipelineEvent } from '@opsrunbook/core';
import { createGateProvider, type EvidenceStore, SealedObject } from '@opsrunbook/evidence';
import { MemoryEvidenceStore, scopeOf } from '@opsrunbook/testing';

export const IDS = {
  incident_id: 'inc-20260303t120000-0123456789',
  run_id: 'run-20260303t120000000-01234567',
} as const;
const WINDOWS = {
  window: { start: '2026-03-03T10:00:00.000Z', end: '2026-03-03T10:30:00.000Z' },
  baseline: { start: '2026-03-03T09:30:00.000Z', end: '2026-03-03T10:00:00.000Z' },
};

export const gate = createGateProvider(
  RedactionPolicyV1.parse(JSON.parse(readFileSync(new URL('../../config/redaction.json', import.meta.url), 'utf8'))),
  async () => 'a key for tests',
);

/** Thrown where a process is made to die. */
export class Crash extends Error {}

/** Runs `write` and dies afterwards when it is the `crashAt`-th write: the effect is there, the answer is lost. */
export class CrashPoint {
  #writes = 0;
  readonly #crashAt: number;

  constructor(crashAt: number) {
    this.#crashAt = crashAt;
  }

  async after<T>(write: () => Promise<T>): Promise<T> {
    const result = await write();
    this.#writes += 1;
    if (this.#writes === this.#crashAt) throw new Crash(`after write ${this.#crashAt}`);
    return result;
  }

  get writes(): number {
    return this.#writes;
  }
}

/** Everything two stages write to, kept across crashes. */
export const createWorld = () => {
  const evidence = new MemoryEvidenceStore();
  const items = new Map<string, unknown>();
  const events: PipelineEvent[] = [];
  return { evidence, items, events };
};
export type World = ReturnType<typeof createWorld>;

/** The world's stores as one process sees them before it dies. */
export const crashing = ({ evidence, items, events }: World, point: CrashPoint) => {
  const store: EvidenceStore = {
    get: (key) => evidence.get(key),
    has: (key) => evidence.has(key),
    putOnce: (key, object) => point.after(() => evidence.putOnce(key, object)),
  };
  const putItem = (kind: string) => (item: { readonly value: unknown }) =>
    point.after(async (): Promise<'created' | 'exists'> => {
      if (items.has(kind)) return 'exists';
      items.set(kind, item.value);
      return 'created';
    });
  const bus = { publish: (event: PipelineEvent) => point.after(async () => void events.push(event)) };
  return { store, putItem, bus };
};

export const request = (collectors: RunRequestV1['collectors']): RunRequestV1 => ({
  schema_version: '1',
  ...IDS,
  started_at: '2026-03-03T12:00:00.000Z',
  service: 'orders',
  title: 'orders fail',
  severity: 'high',
  ...WINDOWS,
  scope: scopeOf({}),
  owners: [],
  catalogued: true,
  collectors,
});

/** Evidence of the Step Functions collector: one failed execution. */
export const stepFunctionsEvidence = (): EvidenceV1 => ({
  schema_version: '1',
  collector: 'step-functions',
  ...IDS,
  ...WINDOWS,
  status: 'ok',
  reasons: [],
  cut: [],
  spent: { api_calls: 3, scanned_bytes: 0 },
  redactions: {},
  data: {
    counts: [],
    executions: [
      {
        execution_arn: 'arn:aws:states:us-east-1:111122223333:execution:orders:one',
        state_machine_arn: 'arn:aws:states:us-east-1:111122223333:stateMachine:orders',
        status: 'FAILED',
        started_ms: Date.parse('2026-03-03T10:12:00Z'),
        stopped_ms: Date.parse('2026-03-03T10:12:01Z'),
        redrive_count: 0,
        failing_state: 'Reserve stock',
        failing_resource: 'reserve-stock',
        failed_ms: Date.parse('2026-03-03T10:12:01Z'),
        error: 'OrderError',
        cause: 'no stock entry',
        retries: 2,
        earlier_errors: [],
        input_shape: { order: 'string' },
        history_complete: true,
      },
    ],
  },
});

/** Seals the request, and the evidence when given, into the world. */
export const seed = async (
  { evidence }: World,
  collectors: RunRequestV1['collectors'],
  objects: readonly EvidenceV1[],
) => {
  const { pass, passEvidence } = await gate();
  const sealed = SealedObject.seal(pass(request(collectors)));
  await evidence.putOnce(objectKeys.request(IDS), sealed);
  for (const object of objects)
    await evidence.putOnce(objectKeys.evidence(IDS, object.collector), SealedObject.seal(passEvidence(object)));
  return { ...IDS, request_sha256: sealed.sha256 };
};
