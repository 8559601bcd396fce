import * as z from 'zod';

/** Part of a run a row belongs to: the incident's window, the baseline before it, or the lines around an error. */
export const ROW_PERIODS = ['window', 'baseline', 'context'] as const;

/** One log event. Times are epoch milliseconds, UTC. */
export const LogRowV1 = z.strictObject({
  at_ms: z.int(),
  period: z.enum(ROW_PERIODS),
  group: z.string(),
  stream: z.string(),
  message: z.string(),
});
export type LogRowV1 = z.infer<typeof LogRowV1>;

/** How many lines, and how many error lines, a log group wrote in one bin. */
export const LogBinV1 = z.strictObject({ start_ms: z.int(), group: z.string(), lines: z.int(), errors: z.int() });
export type LogBinV1 = z.infer<typeof LogBinV1>;

/** Evidence of *cloudwatch-logs*: rows ordered by time, group, stream and message; bins ordered by group and time. */
export const LogsEvidenceV1 = z.strictObject({
  bin_seconds: z.int(),
  /** The groups that were read. */
  groups: z.array(z.string()),
  bins: z.array(LogBinV1),
  rows: z.array(LogRowV1),
});
export type LogsEvidenceV1 = z.infer<typeof LogsEvidenceV1>;
