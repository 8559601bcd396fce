import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type BudgetV1,
  type CollectorName,
  EvidenceV1,
  type ManifestEntryV1,
  ManifestV1,
  objectKeys,
  RedactionPolicyV1,
  type RunRequestV1,
  type SealInputV1,
  type SnapshotV1,
} from '@opsrunbook/contracts';
import {
  type AnyCollector,
  createCollectHandler,
  createGateProvider,
  type EvidenceStore,
  SealedObject,
} from '@opsrunbook/evidence';
import { createPersistSnapshotHandler } from '../../lambdas/persist-snapshot/handler.ts';
import { FakeClock } from '../../packages/testing/src/fake-clock.ts';
import { MemoryEvidenceStore } from '../../packages/testing/src/memory-evidence-store.ts';
import { scopeOf } from '../../packages/testing/src/scope-of.ts';
import { ROOT } from '../../scripts/repository.ts';
import type { Cell } from './cell.ts';
import { IDS, manifestHolds, type SealedEntries } from './check-manifest.ts';
import { COLLECTORS, LOG_GROUP, MACHINE, METRICS, type SourceFault, START_MS } from './collector-sources.ts';

const NAMES: Readonly<Record<string, CollectorName>> = {
  logs: 'cloudwatch-logs',
  metrics: 'cloudwatch-metrics',
  stepfn: 'step-functions',
};

const BUDGET: BudgetV1 = {
  seconds: 45,
  bytes: 1_000_000,
  rows: 1_000,
  series: 100,
  points: 10_000,
  scanned_bytes: 1e9,
};
const policy = RedactionPolicyV1.parse(JSON.parse(readFileSync(join(ROOT, 'config/redaction.json'), 'utf8')));
const gate = createGateProvider(policy, async () => undefined);

/** What one collector of a run suffers. */
interface Trouble {
  readonly collector: CollectorName | undefined;
  readonly fault: string;
  readonly budget: BudgetV1;
}

interface Sealed extends SealedEntries {
  readonly snapshots: readonly SnapshotV1[];
  readonly published: number;
}

/** Plays one collector cell: a run of all collectors that exist, one of which suffers the fault, through to the sealed manifest. */
export const runCollectorCell = async ({
  collector: short = '',
  fault = '',
  expect,
}: Cell): Promise<readonly string[]> => {
  const collector = NAMES[short];
  if (collector === undefined) throw new Error(`the harness does not know the collector ${short}`);
  const healthy = await sealedRun({ collector: undefined, fault: 'none', budget: BUDGET });
  const troubled = await sealedRun({ collector, fault, budget: budgetFor(fault, collector, healthy) });
  const found: string[] = [];
  const must = (holds: boolean, what: string) => {
    if (!holds) found.push(what);
  };
  must(troubled.snapshots.length === 1 && troubled.published === 1, 'no snapshot was sealed');
  const others = (run: Sealed) => JSON.stringify(run.entries.filter((entry) => entry.collector !== collector));
  must(others(healthy) === others(troubled), 'the other collectors are affected');
  const entry = troubled.entries.find((one) => one.collector === collector);
  const manifest = String(Reflect.get(expect, 'manifest'));
  if (entry === undefined) must(false, 'the manifest does not list the collector');
  else must(manifestHolds(manifest, entry, { healthy, troubled }), `the manifest is not "${manifest}": ${told(entry)}`);
  return found;
};

const told = ({ status, rows, reasons }: ManifestEntryV1): string =>
  `${status}, ${rows} rows, ${reasons.map(({ code }) => code).join(' ')}`;

/** A budget that the healthy source exceeds twice in rows or ten times in bytes. */
const budgetFor = (fault: string, collector: CollectorName, healthy: Sealed): BudgetV1 => {
  const entry = healthy.entries.find((one) => one.collector === collector);
  const half = Math.floor((entry?.rows ?? 0) / 2);
  if (fault === 'returns-twice-the-row-budget') return { ...BUDGET, rows: half, series: half };
  if (fault !== 'returns-ten-times-the-byte-budget') return BUDGET;
  const data = EvidenceV1.parse(JSON.parse(healthy.store.text(objectKeys.evidence(IDS, collector)))).data;
  return { ...BUDGET, bytes: Math.floor(JSON.stringify(data).length / 10) };
};

const SOURCE_FAULTS: Readonly<Record<string, SourceFault>> = {
  'throttled-until-budget': 'throttled',
  'partial-page-then-error': 'second-page-fails',
  'no-permission': 'denied',
  empty: 'empty',
  'malformed-row': 'malformed',
  'secret-in-every-row': 'secrets',
};

const sealedRun = async (trouble: Trouble): Promise<Sealed> => {
  const clock = new FakeClock(START_MS + 3_600_000);
  const store = new MemoryEvidenceStore();
  const request = requestOf();
  const object = SealedObject.seal((await gate()).pass(request));
  await store.putOnce(objectKeys.request(IDS), object);
  const input = { ...IDS, request_sha256: object.sha256 };
  const collected = [];
  for (const name of request.collectors) collected.push(await collectOne(name, input, { trouble, clock, store }));
  const snapshots: SnapshotV1[] = [];
  let published = 0;
  const seal = createPersistSnapshotHandler({
    evidence: store,
    gate,
    runs: {
      putSnapshot: async ({ value }) => {
        snapshots.push(value);
        return 'created';
      },
    },
    bus: {
      publish: async () => {
        published += 1;
      },
    },
  });
  const { manifest_key } = await seal({ ...input, collected });
  return { entries: ManifestV1.parse(JSON.parse(store.text(manifest_key))).entries, store, snapshots, published };
};

interface Surroundings {
  readonly trouble: Trouble;
  readonly clock: FakeClock;
  readonly store: MemoryEvidenceStore;
}

/** One collector as the state machine runs it: whatever it throws becomes the name of an error. */
const collectOne = async (
  name: CollectorName,
  input: object,
  { trouble, clock, store }: Surroundings,
): Promise<SealInputV1['collected'][number]> => {
  const isTroubled = trouble.collector === name;
  const fault = isTroubled ? trouble.fault : 'none';
  const collector = COLLECTORS[name]?.(SOURCE_FAULTS[fault] ?? 'none', clock);
  if (collector === undefined) throw new Error(`the harness has no source for ${name}`);
  const handler = createCollectHandler({
    collector: troubled(collector, fault),
    store: fault === 'object-write-fails' ? unwritable(store) : store,
    gate,
    budget: isTroubled ? trouble.budget : BUDGET,
  });
  const invoke = () => handler(input, clock.remainingOf(75_000));
  const hung = { collector: name, status: 'gap', error: 'States.Timeout' } as const;
  // The task's timeout ends a function that hangs; here that is when nothing else is left to do.
  if (fault === 'hangs-past-deadline') return Promise.race([invoke().then(() => hung), idle().then(() => hung)]);
  try {
    const results = fault === 'duplicate-invocation' ? await Promise.all([invoke(), invoke()]) : [await invoke()];
    const [result] = results;
    if (result === undefined || 'ok' in result) throw new Error('a collector answered with its health');
    return result;
  } catch (error) {
    return { collector: name, status: 'gap', error: error instanceof Error ? error.name : 'Error' };
  }
};

const idle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A collector whose code fails, rather than its source. */
const troubled = (collector: AnyCollector, fault: string): AnyCollector => {
  if (fault !== 'throws' && fault !== 'hangs-past-deadline') return collector;
  const collect = (): Promise<never> =>
    fault === 'throws' ? Promise.reject(new TypeError('planned')) : new Promise(() => {});
  return new Proxy(collector, { get: (of, name) => (name === 'collect' ? collect : Reflect.get(of, name).bind(of)) });
};

const unwritable = (store: EvidenceStore): EvidenceStore => ({
  putOnce: () => Promise.reject(new Error('the store refuses')),
  get: (key) => store.get(key),
  has: (key) => store.has(key),
});

const requestOf = (): RunRequestV1 => ({
  schema_version: '1',
  ...IDS,
  started_at: '2026-03-03T13:00:00.000Z',
  service: 'checkout',
  title: 'checkout fails',
  severity: 'high',
  window: { start: '2026-03-03T12:00:00.000Z', end: '2026-03-03T12:10:00.000Z' },
  baseline: { start: '2026-03-03T11:30:00.000Z', end: '2026-03-03T12:00:00.000Z' },
  scope: scopeOf({ log_groups: [LOG_GROUP], metrics: METRICS, state_machine_arns: [MACHINE] }),
  owners: [],
  catalogued: true,
  collectors: Object.values(NAMES),
});
