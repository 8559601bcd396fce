import * as z from 'zod';
import { ResourceRefV1 } from './scope-v1.ts';

/**
 * Arrays of up to 100,000 datapoints are checked in one pass each and not copied: zod's own arrays parse point by point, which took
 * twice as long as parsing the JSON they came from, once in every stage. The JSON schema is that of such an array.
 */
const numbers = (is: (value: unknown) => boolean, items: { readonly type: 'integer' | 'number' }) =>
  z
    .custom<number[]>((values) => Array.isArray(values) && values.every(is), {
      error: `expected an array of finite numbers (${items.type})`,
    })
    .meta({ type: 'array', items });

const WHOLE_NUMBER = { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER } as const;

/** One metric over baseline and window. `times_ms[i]` is the start of the period of `values[i]`; missing periods are absent. */
export const MetricSeriesV1 = z.strictObject({
  namespace: z.string(),
  metric: z.string(),
  dimensions: z.record(z.string(), z.string()),
  statistic: z.string(),
  period_seconds: z.int(),
  /** The resource whose metric pack asked for it; absent for hinted metrics. */
  resource: ResourceRefV1.optional(),
  times_ms: numbers(Number.isSafeInteger, WHOLE_NUMBER),
  values: numbers(Number.isFinite, { type: 'number' }),
  /** False when CloudWatch said the result is partial, or a budget cut it. */
  complete: z.boolean(),
});
export type MetricSeriesV1 = z.infer<typeof MetricSeriesV1>;

/** Evidence of *cloudwatch-metrics*: series ordered by namespace, metric, dimensions and statistic. */
export const MetricsEvidenceV1 = z.strictObject({ series: z.array(MetricSeriesV1) });
export type MetricsEvidenceV1 = z.infer<typeof MetricsEvidenceV1>;
