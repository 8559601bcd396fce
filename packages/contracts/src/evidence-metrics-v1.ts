import * as z from 'zod';
import { ResourceRefV1 } from './scope-v1.ts';

/** One metric over baseline and window. `times_ms[i]` is the start of the period of `values[i]`; missing periods are absent. */
export const MetricSeriesV1 = z.strictObject({
  namespace: z.string(),
  metric: z.string(),
  dimensions: z.record(z.string(), z.string()),
  statistic: z.string(),
  period_seconds: z.int(),
  /** The resource whose metric pack asked for it; absent for hinted metrics. */
  resource: ResourceRefV1.optional(),
  times_ms: z.array(z.int()),
  values: z.array(z.number()),
  /** False when CloudWatch said the result is partial, or a budget cut it. */
  complete: z.boolean(),
});
export type MetricSeriesV1 = z.infer<typeof MetricSeriesV1>;

/** Evidence of *cloudwatch-metrics*: series ordered by namespace, metric, dimensions and statistic. */
export const MetricsEvidenceV1 = z.strictObject({ series: z.array(MetricSeriesV1) });
export type MetricsEvidenceV1 = z.infer<typeof MetricsEvidenceV1>;
