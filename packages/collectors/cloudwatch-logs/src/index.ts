export { createLogsCollector, type LogsCollectorDeps } from './collector.ts';
export { ERROR_PATTERN } from './error-pattern.ts';
export { type LogsInsights, logsInsightsOf } from './logs-insights.ts';
export { BIN_COLUMN, MAX_RESULTS, queryTexts } from './queries.ts';
