import * as z from 'zod';

/** AWS service namespaces allow this alphabet in names of log groups (512 characters at most, no patterns). */
const LogGroupName = z
  .string()
  .regex(/^[A-Za-z0-9_\-/.#]{1,512}$/, 'expected a log group name without pattern characters');

const arn = (service: string, what: string) =>
  z
    .string()
    .max(2048)
    .regex(
      new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]*:\\d{0,12}:[^\\s*?]+$`),
      `expected the ARN of ${what}, without wildcards`,
    );

const StateMachineArn = arn('states', 'a state machine').includes(':stateMachine:');
const ExecutionArn = arn('states', 'a Standard workflow execution').includes(':execution:', {
  error: 'expected the ARN of a Standard workflow execution; Express executions keep no history',
});

/** Names and values CloudWatch accepts for a dimension. */
const DimensionName = z
  .string()
  .regex(/^(?!__proto__$)[^:\x00-\x1f][^\x00-\x1f]{0,254}$/, 'expected a dimension name of 1 to 255 characters');
const Dimensions = z.record(DimensionName, z.string().min(1).max(1024)).refine((d) => Object.keys(d).length <= 30, {
  error: 'expected at most 30 dimensions',
});

/** Statistics `GetMetricData` computes; percentiles as p50 or p99.9. */
const Statistic = z
  .string()
  .regex(
    /^(Average|Sum|Minimum|Maximum|SampleCount|p\d{1,2}(\.\d{1,2})?)$/,
    'expected Average, Sum, Minimum, Maximum, SampleCount or a percentile like p99',
  );

/** One CloudWatch metric to read. */
export const MetricRefV1 = z.strictObject({
  namespace: z.string().min(1).max(255),
  name: z.string().min(1).max(255),
  dimensions: Dimensions.default({}),
  statistic: Statistic.default('Average'),
});
export type MetricRefV1 = z.infer<typeof MetricRefV1>;

/** Resource types that have a metric pack. */
export const RESOURCE_TYPES = [
  'lambda',
  'api-gateway',
  'alb',
  'dynamodb',
  'sqs',
  'step-functions',
  'ecs',
  'rds',
] as const;
export const ResourceType = z.enum(RESOURCE_TYPES);
export type ResourceType = z.infer<typeof ResourceType>;

/** A resource of the service, by the name its CloudWatch dimension carries (for ecs: cluster/service). */
export const ResourceRefV1 = z.strictObject({ type: ResourceType, name: z.string().min(1).max(512) });
export type ResourceRefV1 = z.infer<typeof ResourceRefV1>;

/** What a reporter adds to what the catalogue knows of the service. */
export const HintsV1 = z.strictObject({
  log_groups: z.array(LogGroupName).max(50).default([]),
  metrics: z.array(MetricRefV1).max(100).default([]),
  state_machine_arns: z.array(StateMachineArn).max(20).default([]),
  execution_arns: z.array(ExecutionArn).max(20).default([]),
  trace_ids: z
    .array(
      z
        .string()
        .regex(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/, 'expected an X-Ray trace id like 1-581cf771-a006649127e371903a2de979'),
    )
    .max(50)
    .default([]),
  resource_arns: z.array(arn('[a-z0-9-]+', 'an AWS resource')).max(50).default([]),
});
export type HintsV1 = z.infer<typeof HintsV1>;

/** Everything the collectors of one run may read: the catalogue's entry of the service and the hints, merged. */
export const ScopeV1 = z.strictObject({
  ...HintsV1.shape,
  log_groups: z.array(LogGroupName).max(100),
  metrics: z.array(MetricRefV1).max(200),
  state_machine_arns: z.array(StateMachineArn).max(40),
  resources: z.array(ResourceRefV1).max(100),
});
export type ScopeV1 = z.infer<typeof ScopeV1>;
