export { createMetricsCollector, type MetricsCollectorDeps } from './collect-metrics.ts';
export { type MetricData, type MetricDataPage, metricDataOf } from './metric-data.ts';
export { METRIC_PACKS, type MetricTable, type TableMetric } from './packs/index.ts';
