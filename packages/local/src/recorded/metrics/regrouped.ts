import type { RecordedMetric } from '../recording-schema.ts';

/** One datapoint: the start of its period, and its value. */
export interface RecordedPoint {
  readonly timeMs: number;
  readonly value: number;
}

/** How values of finer periods make the value of a coarser one; a statistic that is not here needs what was not recorded. */
const ADDERS: Readonly<Record<string, (a: number, b: number) => number>> = {
  Sum: (a, b) => a + b,
  SampleCount: (a, b) => a + b,
  Minimum: Math.min,
  Maximum: Math.max,
};

/** A recorded series at the period asked for, times ascending; undefined when it was recorded finer and cannot be added up. */
export const regrouped = (series: RecordedMetric, periodMs: number): readonly RecordedPoint[] | undefined => {
  const points = series.times_ms
    .flatMap((timeMs, index) => {
      const value = series.values[index];
      return value === undefined ? [] : [{ timeMs, value }];
    })
    .sort((a, b) => a.timeMs - b.timeMs);
  if (series.period_seconds * 1000 >= periodMs) return points;
  const add = ADDERS[series.statistic];
  if (add === undefined) return undefined;
  const byPeriod = new Map<number, number>();
  for (const { timeMs, value } of points) {
    const startMs = timeMs - (timeMs % periodMs);
    const before = byPeriod.get(startMs);
    byPeriod.set(startMs, before === undefined ? value : add(before, value));
  }
  return [...byPeriod].map(([timeMs, value]) => ({ timeMs, value }));
};
