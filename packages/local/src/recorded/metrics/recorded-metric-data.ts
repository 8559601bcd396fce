import type { GetMetricDataCommandInput, MetricDataQuery, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import type { MetricData } from '@opsrunbook/collector-cloudwatch-metrics';
import { canonicalJson } from '@opsrunbook/core';
import type { RecordedMetric } from '../recording-schema.ts';
import { regrouped } from './regrouped.ts';

/** GetMetricData's limit of queries a call. Recordings are far below its 100,800 points, so one page holds every answer. */
const MAX_QUERIES = 500;

/**
 * Answers GetMetricData from a recording by the API's own rules: start inclusive and end exclusive, an unknown metric has no
 * datapoints, a metric published less often than the period asked for has fewer. A finer recording is added up to the period
 * asked for where that is exact (sums, extremes); an average or a percentile cannot be, and is answered as `PartialData`.
 */
export const recordedMetricData = ({ metrics }: { readonly metrics: readonly RecordedMetric[] }): MetricData => {
  const byKey = new Map(metrics.map((series) => [keyOf(series), series]));
  return {
    getMetricData: async (input) => {
      const { queries, startMs, endMs } = checked(input);
      return {
        MetricDataResults: queries.map((query) => {
          const series = byKey.get(queriedKey(query));
          return series === undefined ? silent(query) : answered(query, series, { startMs, endMs });
        }),
      };
    },
  };
};

const keyOf = ({
  namespace,
  metric,
  dimensions,
  statistic,
}: Omit<RecordedMetric, 'times_ms' | 'values' | 'period_seconds'>) =>
  canonicalJson([namespace, metric, dimensions, statistic]);

const queriedKey = ({ MetricStat: stat }: MetricDataQuery): string =>
  keyOf({
    namespace: stat?.Metric?.Namespace ?? '',
    metric: stat?.Metric?.MetricName ?? '',
    dimensions: Object.fromEntries((stat?.Metric?.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value])),
    statistic: stat?.Stat ?? '',
  });

const silent = ({ Id = '' }: MetricDataQuery): MetricDataResult => ({
  Id,
  Timestamps: [],
  Values: [],
  StatusCode: 'Complete',
});

const answered = (
  query: MetricDataQuery,
  series: RecordedMetric,
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
): MetricDataResult => {
  const periodMs = (query.MetricStat?.Period ?? 60) * 1000;
  const points = regrouped(series, periodMs);
  if (points === undefined) return { ...silent(query), StatusCode: 'PartialData' };
  const fromMs = startMs - (startMs % periodMs);
  const kept = points.filter(({ timeMs }) => timeMs >= fromMs && timeMs < endMs);
  return {
    ...silent(query),
    Timestamps: kept.map(({ timeMs }) => new Date(timeMs)),
    Values: kept.map(({ value }) => value),
  };
};

const checked = ({ MetricDataQueries: queries = [], StartTime, EndTime, NextToken }: GetMetricDataCommandInput) => {
  const startMs = StartTime?.getTime() ?? Number.NaN;
  const endMs = EndTime?.getTime() ?? Number.NaN;
  if (NextToken !== undefined) throw serviceError('InvalidNextToken', 'no page of this recording has a token');
  if (!(startMs < endMs)) throw serviceError('ValidationError', 'StartTime must be before EndTime');
  if (queries.length === 0 || queries.length > MAX_QUERIES) {
    throw serviceError('ValidationError', `expected 1 to ${MAX_QUERIES} queries, got ${queries.length}`);
  }
  return { queries, startMs, endMs };
};

const serviceError = (name: string, message: string): Error =>
  Object.assign(new Error(message), { name, $fault: 'client', $metadata: {} });
