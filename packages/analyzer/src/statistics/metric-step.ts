import type { MetricSeriesV1 } from '@opsrunbook/contracts';
import type { WindowMs } from '@opsrunbook/evidence';
import { ANALYZER_CONFIG } from '../analyzer-config.ts';
import { badDirection, isMissingZero, latencyUnitMs, type MetricKind, metricKind } from './metric-kind.ts';
import { median, robustSigma, sum } from './robust.ts';

interface IndexRange {
  readonly from: number;
  readonly to: number;
}

/** A run of periods in the window that left the baseline's level. Indexes are into the series' points. */
export interface MetricStep {
  readonly kind: MetricKind;
  readonly direction: 'up' | 'down';
  readonly level: number;
  /** Median of the run. */
  readonly stepped: number;
  /** Distance in scales. */
  readonly size: number;
  readonly onsetMs: number;
  readonly baseline: IndexRange;
  readonly run: IndexRange;
  /** Baseline periods the level rests on. */
  readonly baselinePeriods: number;
}

const { relativeFloor, minStep, minPeriods, longPeriodSeconds, minCount, smallestMs } = ANALYZER_CONFIG.metrics;

/**
 * The strongest step of a series in its bad direction, undefined when there is none. Level: median of the baseline; scale:
 * 1.4826 × MAD, floored by a share of the level and, for counts, by the Poisson deviation √level. The step is the run of
 * consecutive periods beyond half the bound whose median is beyond the bound.
 */
export const metricStep = (
  series: MetricSeriesV1,
  { window, baseline }: { readonly window: WindowMs; readonly baseline: WindowMs },
): MetricStep | undefined => {
  const before = indexRange(series.times_ms, baseline);
  const during = indexRange(series.times_ms, window);
  const kind = metricKind(series.metric);
  const usual = baselineValues(series, before, { kind, baseline });
  if (usual.length === 0 || during.from === during.to) return undefined;
  const level = median(usual);
  const scale = scaleOf(series, usual, level);
  const direction = badDirection(kind);
  const signs = direction === 'up' ? [1] : direction === 'down' ? [-1] : [1, -1];
  const steps = signs.flatMap((sign) => runBeyond(series, during, { sign, level, scale }) ?? []);
  const best = steps.toSorted((a, b) => b.size - a.size)[0];
  return best === undefined ? undefined : { ...best, kind, level, baseline: before, baselinePeriods: usual.length };
};

/** The longest run of periods away from the level, when it is long and far enough to be a step. */
const runBeyond = (
  series: MetricSeriesV1,
  during: IndexRange,
  { sign, level, scale }: { readonly sign: number; readonly level: number; readonly scale: number },
) => {
  const run = longestRun(series.values, during, (value) => (sign * (value - level)) / scale > minStep / 2);
  if (run === undefined) return undefined;
  const values = series.values.slice(run.from, run.to);
  const stepped = median(values);
  const size = (sign * (stepped - level)) / scale;
  if (!isStep(series, { size, periods: values.length, total: sum(values) })) return undefined;
  const direction: 'up' | 'down' = sign > 0 ? 'up' : 'down';
  return { direction, stepped, size, onsetMs: series.times_ms[run.from] ?? 0, run };
};

const isCount = (series: MetricSeriesV1): boolean => series.statistic === 'Sum' || series.statistic === 'SampleCount';

const isStep = (
  series: MetricSeriesV1,
  { size, periods, total }: { readonly size: number; readonly periods: number; readonly total: number },
): boolean => {
  if (size < minStep) return false;
  if (isCount(series) && metricKind(series.metric) === 'failure') return total >= minCount;
  return periods >= minPeriods || series.period_seconds >= longPeriodSeconds;
};

const scaleOf = (series: MetricSeriesV1, usual: readonly number[], level: number): number => {
  const floor = Math.max(
    Math.abs(level) * relativeFloor,
    isCount(series) ? Math.sqrt(Math.max(level, 0.25)) / 2 : 0,
    shareFloor(series),
  );
  return Math.max(robustSigma(usual, level), floor, 1e-9);
};

/** One point of a hundred is nothing to a utilization, and a fraction of a millisecond nothing to an AWS service, however quiet before. */
const shareFloor = ({ metric, values, namespace }: MetricSeriesV1): number => {
  if (namespace.startsWith('AWS/') && metricKind(metric) === 'latency')
    return smallestMs / minStep / latencyUnitMs(metric);
  return /util|percent|usage|rate/i.test(metric) ? (values.some((value) => value > 1.5) ? 1 : 0.01) : 0;
};

/** The baseline's values; zeros for missing periods where missing means that nothing failed. */
const baselineValues = (
  series: MetricSeriesV1,
  { from, to }: IndexRange,
  { kind, baseline }: { readonly kind: MetricKind; readonly baseline: WindowMs },
): readonly number[] => {
  const values = series.values.slice(from, to);
  if (!isMissingZero(kind, series.statistic)) return values;
  const periods = Math.floor((baseline.endMs - baseline.startMs) / (series.period_seconds * 1000));
  const missing = Math.min(Math.max(0, periods - values.length), 1440);
  return [...values, ...Array.from({ length: missing }, () => 0)];
};

const indexRange = (times: readonly number[], { startMs, endMs }: WindowMs) => {
  const from = times.findIndex((at) => at >= startMs);
  if (from < 0) return { from: times.length, to: times.length };
  const past = times.findIndex((at) => at >= endMs);
  return { from, to: past < 0 ? times.length : Math.max(past, from) };
};

const longestRun = (values: readonly number[], { from, to }: IndexRange, isBeyond: (value: number) => boolean) => {
  let best: { from: number; to: number } | undefined;
  let start: number | undefined;
  for (let index = from; index <= to; index += 1) {
    const value = values[index];
    if (index < to && value !== undefined && isBeyond(value)) {
      start ??= index;
    } else if (start !== undefined) {
      if (best === undefined || index - start > best.to - best.from) best = { from: start, to: index };
      start = undefined;
    }
  }
  return best;
};
