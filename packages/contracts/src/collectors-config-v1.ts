import * as z from 'zod';
import { COLLECTOR_NAMES, type CollectorName, CollectorName as CollectorNameSchema } from './collector-name.ts';

/** What one collector may spend on one run. `seconds` is its Lambda's own time for reading, the timeout lies above it. */
export const BudgetV1 = z.strictObject({
  seconds: z.int().min(5).max(600),
  /** Bytes of evidence text kept, before hashing. */
  bytes: z.int().min(1024).max(16_777_216),
  /** Log rows, executions, spans or changes kept. */
  rows: z.int().min(1).max(100_000).optional(),
  /** Metric series read. */
  series: z.int().min(1).max(500).optional(),
  /** Data points kept over all series (`GetMetricData` returns at most 100,800 a call). */
  points: z.int().min(1).max(1_000_000).optional(),
  /** Bytes Logs Insights may scan; the query under way is stopped once past it. */
  scanned_bytes: z.int().min(1).optional(),
});
export type BudgetV1 = z.infer<typeof BudgetV1>;

const CollectorSwitch = z.strictObject({
  enabled: z.boolean(),
  budget: BudgetV1,
  /** Stages that go without it although it is on, and why. */
  off_in: z.array(z.strictObject({ stage: z.string().min(1), reason: z.string().min(1) })).optional(),
});

/** `config/collectors.json`: which collectors run and within which budget. A collector left out is off. */
export const CollectorsConfigV1 = z.strictObject({
  schema_version: z.literal('1'),
  collectors: z.partialRecord(CollectorNameSchema, CollectorSwitch),
});
export type CollectorsConfigV1 = z.infer<typeof CollectorsConfigV1>;

/** The configuration as one stage runs it: what is off there is off. Infrastructure and functions of a stage must both use it. */
export const collectorsOfStage = (config: CollectorsConfigV1, stage: string): CollectorsConfigV1 => ({
  ...config,
  collectors: Object.fromEntries(
    Object.entries(config.collectors).map(([name, entry]) => [
      name,
      { ...entry, enabled: entry.enabled && !(entry.off_in ?? []).some((off) => off.stage === stage) },
    ]),
  ),
});

/** The names of the collectors that are on, in their fixed order. */
export const enabledCollectors = (config: CollectorsConfigV1): readonly CollectorName[] =>
  COLLECTOR_NAMES.filter((name) => config.collectors[name]?.enabled === true);

/** The budget of a collector that is on. Throws a RangeError for one that is not configured. */
export const collectorBudget = (config: CollectorsConfigV1, name: CollectorName): BudgetV1 => {
  const budget = config.collectors[name]?.budget;
  if (budget === undefined) throw new RangeError(`config/collectors.json has no entry for ${name}`);
  return budget;
};
