import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { SFNClient } from '@aws-sdk/client-sfn';
import { type LogsInsights, logsInsightsOf } from '@opsrunbook/collector-cloudwatch-logs';
import { type MetricData, metricDataOf } from '@opsrunbook/collector-cloudwatch-metrics';
import { type ExecutionHistory, executionHistoryOf } from '@opsrunbook/collector-step-functions';
import { recordedLogsInsights } from './recorded/logs/recorded-logs-insights.ts';
import { recordedMetricData } from './recorded/metrics/index.ts';
import type { Recording } from './recorded/recording.ts';
import { recordedExecutionHistory } from './recorded/step-functions/index.ts';

/** Where collectors read: recorded telemetry, or the real AWS clients. */
export interface Telemetry {
  readonly logs: LogsInsights;
  readonly metrics: MetricData;
  readonly executions: ExecutionHistory;
}

/** Answers from a recording, under the rules of the real APIs. */
export const recordedTelemetry = (recording: Recording): Telemetry => ({
  logs: recordedLogsInsights(recording),
  metrics: recordedMetricData(recording),
  executions: recordedExecutionHistory(recording),
});

/** The real account, through the default credential chain and region. */
export const awsTelemetry = (): Telemetry => {
  const settings = { maxAttempts: 3 };
  return {
    logs: logsInsightsOf(new CloudWatchLogsClient(settings)),
    metrics: metricDataOf(new CloudWatchClient(settings)),
    executions: executionHistoryOf(new SFNClient(settings)),
  };
};
