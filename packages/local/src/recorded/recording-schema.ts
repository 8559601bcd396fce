import { ExecutionStatus, type HistoryEvent, HistoryEventType } from '@aws-sdk/client-sfn';
import { Instant, MetricSeriesV1, ReportIncidentV1, ServiceCatalogueV1 } from '@opsrunbook/contracts';
import * as z from 'zod';

/** `recording.json`: what was recorded, when, and how it is reported. */
export const RecordingHeaderV1 = z.strictObject({
  schema_version: z.literal('1'),
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and hyphens'),
  description: z.string().min(1),
  /** What the clock says while the recording is played. */
  recorded_now: Instant,
  /** The body of the report that starts the incident. */
  report: ReportIncidentV1,
  /** The catalogue the recording is played with; its log groups exist even when they are silent. */
  services: ServiceCatalogueV1.shape.services,
  /** Whose data it is and under which licence, when it is not ours. */
  attribution: z.string().min(1).optional(),
});
export type RecordingHeaderV1 = z.infer<typeof RecordingHeaderV1>;

/** One line of `logs.jsonl`: a log event. `message` may hold `{{canary:<kind>}}`. */
export const RecordedLogEvent = z.strictObject({
  group: z.string().min(1),
  stream: z.string().min(1),
  at_ms: z.int(),
  message: z.string(),
});
export type RecordedLogEvent = z.infer<typeof RecordedLogEvent>;

const { namespace, metric, dimensions, statistic, period_seconds, times_ms, values } = MetricSeriesV1.shape;

/** One line of `metrics.jsonl`: a series; `times_ms[i]` is the start of the period of `values[i]`. */
export const RecordedMetric = z
  .strictObject({ namespace, metric, dimensions, statistic, period_seconds, times_ms, values })
  .refine((series) => series.times_ms.length === series.values.length, {
    error: 'expected as many times_ms as values',
  });
export type RecordedMetric = z.infer<typeof RecordedMetric>;

/** A moment written as ISO text, as the SDK gives it. */
export const Moment = Instant.transform((text) => new Date(text));

/** What DescribeExecution says of an execution, its times written as ISO text. */
const RecordedDescription = z.object({
  executionArn: z.string(),
  stateMachineArn: z.string(),
  name: z.string(),
  status: z.enum(ExecutionStatus),
  startDate: Moment,
  stopDate: Moment.optional(),
  input: z.string().optional(),
  output: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
  redriveCount: z.int().optional(),
  redriveDate: Moment.optional(),
});

/** An event of GetExecutionHistory; its `…EventDetails` are kept as they are. */
const RecordedHistoryEvent = z
  .looseObject({
    id: z.int(),
    previousEventId: z.int().optional(),
    type: z.enum(HistoryEventType),
    timestamp: Moment,
  })
  .transform((event): HistoryEvent => event);

/** One execution of a Standard workflow: its description and its history, oldest event first. */
export const RecordedExecution = z.strictObject({
  describe: RecordedDescription,
  history: z.array(RecordedHistoryEvent),
});
export type RecordedExecution = z.infer<typeof RecordedExecution>;

/** `step-functions.json`. */
export const RecordedExecutions = z.strictObject({ executions: z.array(RecordedExecution) });
