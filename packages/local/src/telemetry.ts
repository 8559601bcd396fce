import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SSMClient } from '@aws-sdk/client-ssm';
import { XRayClient } from '@aws-sdk/client-xray';
import { type AlarmStates, alarmStatesOf } from '@opsrunbook/collector-alarms';
import { type ChangeRecords, changeRecordsOf } from '@opsrunbook/collector-changes';
import { type LogsInsights, logsInsightsOf } from '@opsrunbook/collector-cloudwatch-logs';
import { type MetricData, metricDataOf } from '@opsrunbook/collector-cloudwatch-metrics';
import { type ServiceGraphs, serviceGraphsOf } from '@opsrunbook/collector-service-graph';
import { type ExecutionHistory, executionHistoryOf } from '@opsrunbook/collector-step-functions';
import { type Traces, tracesOf } from '@opsrunbook/collector-traces';
import { recordedAlarms } from './recorded/alarms/recorded-alarms.ts';
import { recordedChanges } from './recorded/changes/recorded-changes.ts';
import { RecordedAlarms, RecordedChanges, RecordedServiceGraphs } from './recorded/further-telemetry-schema.ts';
import { recordedLogsInsights } from './recorded/logs/recorded-logs-insights.ts';
import { recordedMetricData } from './recorded/metrics/index.ts';
import type { Recording } from './recorded/recording.ts';
import { recordedServiceGraphs } from './recorded/service-graph/recorded-service-graphs.ts';
import { recordedExecutionHistory } from './recorded/step-functions/index.ts';
import { recordedTraces } from './recorded/traces/recorded-traces.ts';

/** Where collectors read: recorded telemetry, or the real AWS clients. */
export interface Telemetry {
  readonly logs: LogsInsights;
  readonly metrics: MetricData;
  readonly executions: ExecutionHistory;
  readonly serviceGraphs: ServiceGraphs;
  readonly traces: Traces;
  readonly alarms: AlarmStates;
  readonly changes: ChangeRecords;
}

/** Answers from a recording, under the rules of the real APIs. */
export const recordedTelemetry = (recording: Recording): Telemetry => ({
  logs: recordedLogsInsights(recording),
  metrics: recordedMetricData(recording),
  executions: recordedExecutionHistory(recording),
  serviceGraphs: recordedServiceGraphs(recording.serviceGraphs ?? RecordedServiceGraphs.parse({})),
  traces: recordedTraces(recording.traces ?? []),
  alarms: recordedAlarms(recording.alarms ?? RecordedAlarms.parse({})),
  changes: recordedChanges(recording.changes ?? RecordedChanges.parse({})),
});

/** The real account, through the default credential chain and region. */
export const awsTelemetry = (): Telemetry => {
  const settings = { maxAttempts: 3 };
  const cloudWatch = new CloudWatchClient(settings);
  const xRay = new XRayClient(settings);
  return {
    logs: logsInsightsOf(new CloudWatchLogsClient(settings)),
    metrics: metricDataOf(cloudWatch),
    executions: executionHistoryOf(new SFNClient(settings)),
    serviceGraphs: serviceGraphsOf(xRay),
    traces: tracesOf(xRay),
    alarms: alarmStatesOf(cloudWatch),
    changes: changeRecordsOf({
      cloudTrail: new CloudTrailClient(settings),
      cloudFormation: new CloudFormationClient(settings),
      lambda: new LambdaClient(settings),
      ssm: new SSMClient(settings),
    }),
  };
};
