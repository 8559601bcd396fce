import type { MetricSeriesV1 } from '@opsrunbook/contracts';

/** Whether a series counts requests: told here by the names CloudWatch gives such counts, apart from the analyzer's own rule. */
export const metricKindOfSeries = ({ metric }: MetricSeriesV1): 'volume' | 'other' =>
  /^(RequestCount|Invocations|pod_request_rate)$/.test(metric) ? 'volume' : 'other';
