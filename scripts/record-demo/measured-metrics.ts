import type { ExecutionRecord } from './execution-record.ts';
import { FUNCTIONS, type Invocation } from './lambda-host.ts';
import { STATE_MACHINE_ARN } from './order-flow.ts';

/** A series as a recording keeps it. */
export interface MetricLine {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
  readonly period_seconds: number;
  readonly times_ms: readonly number[];
  readonly values: readonly number[];
}

const PERIOD_MS = 60_000;

/** Something that happened at a moment, with the value the metric takes of it. */
interface Sample {
  readonly atMs: number;
  readonly value: number;
}

type Statistic = (values: readonly number[]) => number;

/** For fewer than a hundred samples the 99th percentile is the largest (nearest rank). */
const STATISTICS: Readonly<Record<string, Statistic>> = {
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  Average: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  Maximum: (values) => Math.max(...values),
  p99: (values) => values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? 0,
};

/** What CloudWatch would show of the invocations, by the minute each began. */
export const lambdaMetrics = (invocations: readonly Invocation[]): readonly MetricLine[] =>
  FUNCTIONS.flatMap((FunctionName) => {
    const own = invocations.filter(({ functionName }) => functionName === FunctionName);
    const line = lineOf('AWS/Lambda', { FunctionName });
    const of = (value: (one: Invocation) => number) => own.map((one) => ({ atMs: one.startMs, value: value(one) }));
    return [
      line(
        'Errors',
        'Sum',
        of(({ failed }) => Number(failed)),
      ),
      line(
        'Invocations',
        'Sum',
        of(() => 1),
      ),
      line(
        'Duration',
        'p99',
        of(({ durationMs }) => durationMs),
      ),
      line(
        'Duration',
        'Average',
        of(({ durationMs }) => durationMs),
      ),
      line(
        'Throttles',
        'Sum',
        of(() => 0),
      ),
      line(
        'ConcurrentExecutions',
        'Maximum',
        of((one) => running(own, one.startMs)),
      ),
    ];
  });

const running = (invocations: readonly Invocation[], atMs: number): number =>
  invocations.filter(({ startMs, durationMs }) => startMs <= atMs && atMs < startMs + durationMs).length;

/** What CloudWatch would show of the executions: starts by the minute they began, everything else by the minute they ended. */
export const workflowMetrics = (executions: readonly ExecutionRecord[]): readonly MetricLine[] => {
  const line = lineOf('AWS/States', { StateMachineArn: STATE_MACHINE_ARN });
  const runs = executions.map(({ describe }) => {
    const startMs = Date.parse(describe.startDate);
    const atMs = Date.parse(describe.stopDate);
    return { startMs, atMs, tookMs: atMs - startMs, failed: describe.status === 'FAILED' };
  });
  const ended = (value: (run: (typeof runs)[number]) => number) =>
    runs.map((run) => ({ atMs: run.atMs, value: value(run) }));
  return [
    line(
      'ExecutionsFailed',
      'Sum',
      ended(({ failed }) => Number(failed)),
    ),
    line(
      'ExecutionsTimedOut',
      'Sum',
      ended(() => 0),
    ),
    line(
      'ExecutionsAborted',
      'Sum',
      ended(() => 0),
    ),
    line(
      'ExecutionsStarted',
      'Sum',
      runs.map(({ startMs }) => ({ atMs: startMs, value: 1 })),
    ),
    line(
      'ExecutionsSucceeded',
      'Sum',
      ended(({ failed }) => Number(!failed)),
    ),
    line(
      'ExecutionTime',
      'p99',
      ended(({ tookMs }) => tookMs),
    ),
    line(
      'ExecutionTime',
      'Average',
      ended(({ tookMs }) => tookMs),
    ),
  ];
};

const lineOf =
  (namespace: string, dimensions: Readonly<Record<string, string>>) =>
  (metric: string, statistic: string, samples: readonly Sample[]): MetricLine => {
    const byMinute = Map.groupBy(samples, ({ atMs }) => Math.floor(atMs / PERIOD_MS) * PERIOD_MS);
    const minutes = [...byMinute].sort(([a], [b]) => a - b);
    const apply = STATISTICS[statistic] ?? STATISTICS.Sum;
    const values = minutes.map(([, all]) => Math.round((apply?.(all.map(({ value }) => value)) ?? 0) * 100) / 100);
    return {
      namespace,
      metric,
      dimensions,
      statistic,
      period_seconds: PERIOD_MS / 1000,
      times_ms: minutes.map(([minute]) => minute),
      values,
    };
  };
