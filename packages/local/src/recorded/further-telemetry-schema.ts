import { ResourceStatus } from '@aws-sdk/client-cloudformation';
import { AlarmType, HistoryItemType, type MetricDataQuery, StateValue } from '@aws-sdk/client-cloudwatch';
import { ParameterType } from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { Moment } from './recording-schema.ts';

const Count = z.int().nonnegative();
const Statistics = z.strictObject({
  OkCount: Count.optional(),
  ErrorStatistics: z
    .strictObject({ ThrottleCount: Count.optional(), OtherCount: Count.optional(), TotalCount: Count.optional() })
    .optional(),
  FaultStatistics: z.strictObject({ OtherCount: Count.optional(), TotalCount: Count.optional() }).optional(),
  TotalCount: Count,
  /** Seconds. */
  TotalResponseTime: z.number().nonnegative().optional(),
});

/** `service-graph.json`: what X-Ray saw in each part of the recording, as GetServiceGraph answers it. */
export const RecordedServiceGraphs = z.strictObject({
  graphs: z
    .array(
      z.strictObject({
        /** A part belongs to whatever range its start lies in. */
        start: Moment,
        services: z.array(
          z.strictObject({
            ReferenceId: z.int(),
            Name: z.string(),
            Type: z.string().optional(),
            AccountId: z.string().optional(),
            SummaryStatistics: Statistics.optional(),
            Edges: z
              .array(z.strictObject({ ReferenceId: z.int(), SummaryStatistics: Statistics.optional() }))
              .optional(),
          }),
        ),
      }),
    )
    .default([]),
});
export type RecordedServiceGraphs = z.infer<typeof RecordedServiceGraphs>;

/** One line of `traces.jsonl`: a trace and its segment documents, as JSON and not as strings. */
export const RecordedTrace = z.strictObject({
  id: z.string().regex(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/, 'expected an X-Ray trace id'),
  segments: z.array(z.looseObject({ id: z.string(), name: z.string(), start_time: z.number() })).min(1),
});
export type RecordedTrace = z.infer<typeof RecordedTrace>;

const Alarm = {
  AlarmName: z.string().min(1),
  StateValue: z.enum(StateValue).optional(),
  StateTransitionedTimestamp: Moment.optional(),
};
const Dimensions = z.array(z.strictObject({ Name: z.string(), Value: z.string() }));

/** `alarms.json`: alarms as they are when the recording ends, and how their states changed. */
export const RecordedAlarms = z.strictObject({
  metric_alarms: z
    .array(
      z.strictObject({
        ...Alarm,
        Namespace: z.string().optional(),
        MetricName: z.string().optional(),
        Dimensions: Dimensions.optional(),
        Metrics: z.array(z.looseObject({ Id: z.string() }).transform((query): MetricDataQuery => query)).optional(),
      }),
    )
    .default([]),
  composite_alarms: z.array(z.strictObject({ ...Alarm, AlarmRule: z.string() })).default([]),
  log_alarms: z.array(z.strictObject({ ...Alarm, log_groups: z.array(z.string()).default([]) })).default([]),
  history: z
    .array(
      z.strictObject({
        AlarmName: z.string(),
        AlarmType: z.enum(AlarmType).default('MetricAlarm'),
        Timestamp: Moment,
        HistoryItemType: z.enum(HistoryItemType).default('StateUpdate'),
        HistorySummary: z.string().optional(),
        /** CloudWatch's JSON string, as JSON. */
        HistoryData: z.json().optional(),
      }),
    )
    .default([]),
});
export type RecordedAlarms = z.infer<typeof RecordedAlarms>;

/** `changes.json`: what CloudTrail, CloudFormation, Lambda and SSM recorded. Values of parameters have no place in it. */
export const RecordedChanges = z.strictObject({
  events: z
    .array(
      z.strictObject({
        EventId: z.string(),
        EventName: z.string(),
        EventTime: Moment,
        EventSource: z.string(),
        ReadOnly: z.enum(['true', 'false']).default('false'),
        Resources: z.array(z.strictObject({ ResourceType: z.string().optional(), ResourceName: z.string() })),
        /** CloudTrail's JSON string, as JSON. */
        CloudTrailEvent: z.json().optional(),
      }),
    )
    .default([]),
  stack_events: z
    .array(
      z.strictObject({
        StackId: z.string(),
        StackName: z.string(),
        EventId: z.string(),
        LogicalResourceId: z.string(),
        PhysicalResourceId: z.string().optional(),
        ResourceType: z.string(),
        Timestamp: Moment,
        ResourceStatus: z.enum(ResourceStatus),
        ResourceStatusReason: z.string().optional(),
      }),
    )
    .default([]),
  function_versions: z
    .array(
      z.strictObject({
        FunctionName: z.string(),
        Version: z.string(),
        LastModified: z.string(),
        CodeSha256: z.string().optional(),
      }),
    )
    .default([]),
  function_aliases: z
    .array(z.strictObject({ FunctionName: z.string(), Name: z.string(), FunctionVersion: z.string() }))
    .default([]),
  parameters: z
    .array(
      z.strictObject({
        Name: z.string().min(1),
        Version: z.int(),
        Type: z.enum(ParameterType).default('String'),
        LastModifiedDate: Moment,
        LastModifiedUser: z.string().optional(),
      }),
    )
    .default([]),
});
export type RecordedChanges = z.infer<typeof RecordedChanges>;
