import { describe, expect, it } from '@jest/globals';
import { recordedMetricData } from './recorded-metric-data.ts';

const MINUTE_MS = 60_000;
const START_MS = Date.parse('2026-03-03T12:00:00Z');

const series = (statistic: string, period_seconds = 60) => ({
  namespace: 'Demo',
  metric: 'Latency',
  dimensions: { Node: 'a' },
  statistic,
  period_seconds,
  times_ms: Array.from({ length: 10 }, (_, n) => START_MS + n * period_seconds * 1000),
  values: Array.from({ length: 10 }, (_, n) => n),
});

const query = (Stat: string, Period: number, Id = 'm0') => ({
  Id,
  MetricStat: {
    Metric: { Namespace: 'Demo', MetricName: 'Latency', Dimensions: [{ Name: 'Node', Value: 'a' }] },
    Period,
    Stat,
  },
});

const asking = async (recorded: ReturnType<typeof series>, Period: number, minutes: number) => {
  const { MetricDataResults } = await recordedMetricData({ metrics: [recorded] }).getMetricData({
    MetricDataQueries: [query(recorded.statistic, Period)],
    StartTime: new Date(START_MS),
    EndTime: new Date(START_MS + minutes * MINUTE_MS),
  });
  return MetricDataResults?.[0];
};

describe('recordedMetricData', () => {
  it('answers from the start inclusive to the end exclusive', async () => {
    expect((await asking(series('Sum'), 60, 3))?.Values).toEqual([0, 1, 2]);
  });

  it('answers a period finer than the recording with the recorded datapoints only', async () => {
    const result = await asking(series('Average', 300), 60, 11);
    expect(result?.Timestamps?.map((time) => (time.getTime() - START_MS) / MINUTE_MS)).toEqual([0, 5, 10]);
  });

  it.each([
    ['Sum', [10, 35]],
    ['Maximum', [4, 9]],
    ['Minimum', [0, 5]],
  ])('adds a finer recording up to the period asked for: %s', async (statistic, values) => {
    expect((await asking(series(statistic), 300, 10))?.Values).toEqual(values);
  });

  it.each(['Average', 'p99'])('does not invent a coarser %s', async (statistic) => {
    expect(await asking(series(statistic), 300, 10)).toMatchObject({ Values: [], StatusCode: 'PartialData' });
  });

  it('has no datapoints for what was not recorded', async () => {
    const { MetricDataResults } = await recordedMetricData({ metrics: [] }).getMetricData({
      MetricDataQueries: [query('Sum', 60)],
      StartTime: new Date(START_MS),
      EndTime: new Date(START_MS + MINUTE_MS),
    });
    expect(MetricDataResults).toEqual([{ Id: 'm0', Timestamps: [], Values: [], StatusCode: 'Complete' }]);
  });

  it.each([
    [
      'more than 500 queries',
      { MetricDataQueries: Array.from({ length: 501 }, (_, n) => query('Sum', 60, `m${n}`)) },
      'ValidationError',
    ],
    ['a reversed range', { EndTime: new Date(START_MS - 1) }, 'ValidationError'],
    ['a token it never gave', { NextToken: 'x' }, 'InvalidNextToken'],
  ])('refuses %s as the API does', async (_, change, name) => {
    const input = {
      MetricDataQueries: [query('Sum', 60)],
      StartTime: new Date(START_MS),
      EndTime: new Date(START_MS + 1),
      ...change,
    };
    await expect(recordedMetricData({ metrics: [] }).getMetricData(input)).rejects.toMatchObject({ name });
  });
});
