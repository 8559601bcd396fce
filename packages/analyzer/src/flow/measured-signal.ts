import type { WindowMs } from '@opsrunbook/evidence';
import { ANALYZER_CONFIG } from '../analyzer-config.ts';
import { median, robustSigma } from '../statistics/robust.ts';
import type { EntitySignal, Symptom } from './entity-signals.ts';

/** A signal against its own baseline. */
export interface MeasuredSignal {
  readonly signal: EntitySignal;
  readonly level: number;
  /** Periods of the window, in time's order: excess per request, requests. */
  readonly periods: readonly { readonly at: number; readonly excess: number; readonly requests: number }[];
}

export interface Windows {
  readonly window: WindowMs;
  readonly baseline: WindowMs;
}

/** Weights of the window's periods by their start, 0 to 1. */
export type PeriodWeights = ReadonlyMap<number, number>;

const { noiseFloor, requestSpread, assumedRequests } = ANALYZER_CONFIG.flow;

/**
 * The signal's level, the median of the baseline, and its excess in the window. None without a level: nobody can tell what is usual of
 * what was not called before; failures that no period of a called entity reports are zero.
 */
export const measuredSignal = (signal: EntitySignal, symptom: Symptom, windows: Windows): readonly MeasuredSignal[] => {
  const usual = valuesIn(signal.values, windows.baseline);
  const wasCalled =
    signal.requests !== undefined && valuesIn(signal.requests, windows.baseline).some((count) => count > 0);
  if (usual.length === 0 && !(symptom === 'failure' && wasCalled)) return [];
  const level = usual.length === 0 ? 0 : median(usual);
  const periods = [...signal.values]
    .filter(([at]) => at >= windows.window.startMs && at < windows.window.endMs)
    .toSorted(([a], [b]) => a - b)
    .map(([at, value]) => ({ at, excess: value - level, requests: signal.requests?.get(at) ?? 1 }));
  return periods.length === 0 ? [] : [{ signal, level, periods }];
};

const valuesIn = (values: ReadonlyMap<number, number>, { startMs, endMs }: WindowMs): readonly number[] =>
  [...values].filter(([at]) => at >= startMs && at < endMs).map(([, value]) => value);

/** Excess over the weighted periods, summed over requests. */
export const weightedExcess = (one: MeasuredSignal, weights: PeriodWeights): number =>
  one.periods.reduce((total, { at, excess, requests }) => total + weightAt(one, at, weights) * excess * requests, 0);

/** What a period counts: a window told as one sum counts whole. */
const weightAt = ({ signal }: MeasuredSignal, at: number, weights: PeriodWeights): number =>
  signal.isSummed ? 1 : (weights.get(at) ?? 0);

/** How far the signal moved, in deviations; `noise` is what is usual between neighbouring periods of any signal. */
export const moveSigmas = (one: MeasuredSignal, symptom: Symptom, weights: PeriodWeights, noise: number): number =>
  symptom === 'latency' ? latencySigmas(one, weights, noise) : failureSigmas(one, weights);

/** The usual wobble between neighbouring periods over all entities, as a share of the level: one baseline point has no spread. */
export const crossNoise = (all: readonly MeasuredSignal[], { baseline, window }: Windows): number => {
  const steps = all.flatMap(({ signal }) => {
    const values = [...signal.values]
      .filter(([at, value]) => at >= baseline.startMs && at < window.endMs && value > 0)
      .toSorted(([a], [b]) => a - b)
      .map(([, value]) => Math.log(value));
    return values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? value)));
  });
  return steps.length === 0 ? noiseFloor : Math.max(noiseFloor, (1.4826 * median(steps)) / Math.SQRT2);
};

/** Log ratio over √(noise² + spread²/requests): a mean of few requests wanders by itself. */
const latencySigmas = (one: MeasuredSignal, weights: PeriodWeights, noise: number): number => {
  const { signal, level, periods } = one;
  const seen = periods.filter(({ at }) => weightAt(one, at, weights) > 0);
  const weight = seen.reduce((total, { at }) => total + weightAt(one, at, weights), 0);
  if (weight === 0 || level <= 0) return 0;
  const mean =
    seen.reduce((total, { at, excess }) => total + weightAt(one, at, weights) * (level + excess), 0) / weight;
  const requests = seen.reduce((total, { requests: count }) => total + count, 0) / seen.length;
  const own = robustSigma([...signal.values.values()]) / level;
  const few = signal.requests === undefined ? 0 : requestSpread ** 2 / Math.max(1, requests);
  const spread = signal.values.size >= 10 ? Math.max(noiseFloor, own) : noise;
  return Math.log(Math.max(mean, level / 10) / level) / Math.sqrt(spread ** 2 + few);
};

/** Poisson deviations of the failures beyond the expected; a share without requests counts as of an assumed number. */
const failureSigmas = (one: MeasuredSignal, weights: PeriodWeights): number => {
  const { signal, level, periods } = one;
  const count = (requests: number): number => (signal.requests === undefined ? assumedRequests : requests);
  let failed = 0;
  let expected = 0;
  for (const { at, excess, requests } of periods) {
    const weight = weightAt(one, at, weights);
    failed += weight * (level + excess) * count(requests);
    expected += weight * level * count(requests);
  }
  return (failed - expected) / Math.sqrt(Math.max(failed, expected) + 1);
};
