import { describe, expect, it } from '@jest/globals';
import { MetricSeriesV1 } from './evidence-metrics-v1.ts';

const series = (changes: object) =>
  MetricSeriesV1.safeParse({
    namespace: 'AWS/Lambda',
    metric: 'Errors',
    dimensions: {},
    statistic: 'Sum',
    period_seconds: 60,
    times_ms: [1_772_539_200_000],
    values: [0.5],
    complete: true,
    ...changes,
  });

describe('a metric series', () => {
  it('holds numbers, and none at all when nothing was published', () => {
    expect(series({}).success).toBe(true);
    expect(series({ times_ms: [], values: [] }).success).toBe(true);
  });

  it.each([
    ['values', ['1']],
    ['values', [Number.NaN]],
    ['values', [null]],
    ['values', '1'],
    ['times_ms', [0.5]],
    ['times_ms', [2 ** 53]],
  ])('refuses %s of %j and names the field', (field, wrong) => {
    expect(series({ [field]: wrong }).error?.issues.map(({ path }) => path)).toEqual([[field]]);
  });
});
