import type { CallStatsV1, LogRowV1, MetricSeriesV1 } from '@opsrunbook/contracts';
import type { ServiceMinute } from './simulate-traffic.ts';
import { type Scenario, SERVICES, type ServiceKind } from './world.ts';

/** A simulated minute and when it began. */
export interface Observed {
  readonly atMs: number;
  readonly period: 'window' | 'baseline';
  readonly isDisturbed: boolean;
  readonly minutes: ReadonlyMap<string, ServiceMinute>;
}

type Measure = readonly [metric: string, statistic: string, of: (minute: ServiceMinute) => number];

const failures = ({ ownFailures, passedFailures }: ServiceMinute): number => ownFailures + passedFailures;

/** What CloudWatch records of each kind of service, and the dimension that names it. */
const MEASURES: Readonly<Record<ServiceKind, { namespace: string; dimension: string; measures: readonly Measure[] }>> =
  {
    api: {
      namespace: 'AWS/ApiGateway',
      dimension: 'ApiName',
      measures: [
        ['Count', 'Sum', (minute) => minute.requests],
        ['5XXError', 'Sum', failures],
        ['Latency', 'Average', (minute) => minute.latencyMs],
      ],
    },
    lambda: {
      namespace: 'AWS/Lambda',
      dimension: 'FunctionName',
      measures: [
        ['Invocations', 'Sum', (minute) => minute.requests],
        ['Errors', 'Sum', failures],
        ['Duration', 'Average', (minute) => minute.latencyMs],
      ],
    },
    ecs: {
      namespace: 'AWS/ECS',
      dimension: 'ServiceName',
      measures: [
        ['RequestCount', 'Sum', (minute) => minute.requests],
        ['HTTPCode_Target_5XX_Count', 'Sum', failures],
        ['TargetResponseTime', 'Average', (minute) => minute.latencyMs],
        ['CPUUtilization', 'Average', (minute) => minute.cpu],
        ['MemoryUtilization', 'Average', (minute) => minute.memory],
      ],
    },
    dynamodb: {
      namespace: 'AWS/DynamoDB',
      dimension: 'TableName',
      measures: [
        ['SuccessfulRequestLatency', 'SampleCount', (minute) => minute.requests],
        ['SuccessfulRequestLatency', 'Average', (minute) => minute.latencyMs],
        ['ThrottledRequests', 'Sum', (minute) => minute.throttles],
      ],
    },
    rds: {
      namespace: 'AWS/RDS',
      dimension: 'DBInstanceIdentifier',
      measures: [
        ['CPUUtilization', 'Average', (minute) => minute.cpu],
        ['DatabaseConnections', 'Average', (minute) => minute.connections],
        ['ReadLatency', 'Average', (minute) => minute.latencyMs / 1000],
      ],
    },
    sqs: {
      namespace: 'AWS/SQS',
      dimension: 'QueueName',
      measures: [
        ['NumberOfMessagesSent', 'Sum', (minute) => minute.requests],
        ['ApproximateNumberOfMessagesVisible', 'Average', (minute) => minute.backlog],
      ],
    },
  };

/** The metric series of every service. */
export const metricSeries = (observed: readonly Observed[]): MetricSeriesV1[] =>
  SERVICES.flatMap(({ name, kind }) => {
    const { namespace, dimension, measures } = MEASURES[kind];
    return measures.map(([metric, statistic, of]): MetricSeriesV1 => {
      const points = observed.flatMap(({ atMs, minutes }) => {
        const minute = minutes.get(name);
        return minute === undefined ? [] : [{ atMs, value: Math.round(of(minute) * 1e4) / 1e4 }];
      });
      return {
        namespace,
        metric,
        dimensions: { [dimension]: name },
        statistic,
        period_seconds: 60,
        times_ms: points.map(({ atMs }) => atMs),
        values: points.map(({ value }) => value),
        complete: true,
      };
    });
  });

/** A log collector keeps some rows of each minute, not all. */
const ROWS_A_MINUTE = 6;

/** Error lines as services write them: the cause its own, callers that a call failed, and what else the scenario has. */
export const logRows = (scenario: Scenario, observed: readonly Observed[], uniform: () => number): LogRowV1[] =>
  observed
    .flatMap((one) =>
      SERVICES.filter(({ kind }) => kind === 'lambda' || kind === 'ecs' || kind === 'rds').flatMap(
        ({ name, calls }) => {
          const minute = one.minutes.get(name);
          const own = one.isDisturbed && scenario.cause === name ? scenario.disturbance?.message : undefined;
          const failedCall = `ERROR call of ${Object.keys(calls)[0] ?? 'backend'} failed with status 502, request {id}`;
          return [
            ...lines(own ?? 'ERROR transient failure, request {id}', minute?.ownFailures ?? 0, { one, name, uniform }),
            ...lines(failedCall, minute?.passedFailures ?? 0, { one, name, uniform }),
            ...lines(scenario.loud?.service === name ? scenario.loud.message : '', 3, { one, name, uniform }),
            ...lines(name === 'checkout' && scenario.adversarial !== undefined ? scenario.adversarial : '', 2, {
              one,
              name,
              uniform,
            }),
          ];
        },
      ),
    )
    .toSorted((a, b) => a.at_ms - b.at_ms || (`${a.group}\n${a.message}` < `${b.group}\n${b.message}` ? -1 : 1));

const lines = (
  template: string,
  count: number,
  { one, name, uniform }: { readonly one: Observed; readonly name: string; readonly uniform: () => number },
): readonly LogRowV1[] =>
  Array.from({ length: template === '' ? 0 : Math.min(count, ROWS_A_MINUTE) }, () => ({
    at_ms: one.atMs + Math.floor(uniform() * 60_000),
    period: one.period,
    group: name,
    stream: `${name}/1`,
    message: template
      .replace(
        '{id}',
        Math.floor(uniform() * 2 ** 32)
          .toString(16)
          .padStart(8, '0'),
      )
      .replace('{n}', `${Math.floor(uniform() * 90)}`),
  }));

/** Calls of one service over one period. */
export const callStats = (observed: readonly Observed[], name: string, period: Observed['period']): CallStatsV1 => {
  const minutes = observed.filter((one) => one.period === period).flatMap((one) => one.minutes.get(name) ?? []);
  const total = (of: (minute: ServiceMinute) => number) =>
    Math.round(minutes.reduce((sum, minute) => sum + of(minute), 0));
  return {
    requests: total((minute) => minute.requests),
    errors: 0,
    faults: total(failures),
    throttles: total((minute) => minute.throttles),
    total_response_ms: total((minute) => minute.requests * minute.latencyMs),
  };
};
