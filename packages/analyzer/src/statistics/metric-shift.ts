import type { MetricSeriesV1 } from '@opsrunbook/contracts';
import type { WindowMs } from '@opsrunbook/evidence';
import { ANALYZER_CONFIG } from '../analyzer-config.ts';
import { type MetricKind, metricKind } from './metric-kind.ts';
import { quantile, robustSigma } from './robust.ts';

/** How far a series as a whole lies from its baseline in its bad direction. */
export interface MetricShift {
  readonly kind: MetricKind;
  /** Log ratio of the shifted quantile to the same quantile of the baseline. */
  readonly ratio: number;
  /** The same distance in robust deviations of one period. */
  readonly sigmas: number;
  readonly level: number;
  readonly shifted: number;
}

const { relativeFloor } = ANALYZER_CONFIG.metrics;
const { minPeriods, quantiles } = ANALYZER_CONFIG.shift;

/**
 * Compares quantiles of the window with those of the baseline and keeps the larger distance: the median for trouble that lasts, an upper
 * quartile for trouble that comes and goes; never a maximum. Undefined when either side has too few periods to tell.
 */
export const metricShift = (
  series: MetricSeriesV1,
  { window, baseline }: { readonly window: WindowMs; readonly baseline: WindowMs },
): MetricShift | undefined => {
  const before = valuesIn(series, baseline);
  const during = valuesIn(series, window);
  if (before.length < minPeriods || during.length < 1) return undefined;
  const kind = metricKind(series.metric);
  const isDown = kind === 'availability';
  const sigma = robustSigma(before);
  const shifts = quantiles.map((share): MetricShift => {
    const at = isDown ? 1 - share : share;
    const level = quantile(before, at);
    const shifted = quantile(during, at);
    const distance = isDown ? level - shifted : shifted - level;
    const floor = Math.max(relativeFloor * Math.abs(level), unitFloor(series), 1e-12);
    const ratio = Math.log((Math.abs(level) + Math.max(0, distance) + floor) / (Math.abs(level) + floor));
    return { kind, ratio, sigmas: distance / Math.max(sigma, floor), level, shifted };
  });
  return shifts.reduce((best, one) => (one.ratio > best.ratio ? one : best));
};

/** Ten points of a hundred are little to a utilization, however quiet it was; elsewhere a share of the series' usual spread keeps zeros from dividing. */
const unitFloor = ({ metric, values }: MetricSeriesV1): number => {
  if (/util|percent|usage|rate/i.test(metric)) return values.some((value) => value > 1.5) ? 10 : 0.1;
  const magnitude = quantile(values.map(Math.abs), 0.9);
  return magnitude * relativeFloor;
};

const valuesIn = ({ times_ms, values }: MetricSeriesV1, { startMs, endMs }: WindowMs): readonly number[] =>
  values.filter((_, index) => {
    const at = times_ms[index] ?? Number.NaN;
    return at >= startMs && at < endMs;
  });
