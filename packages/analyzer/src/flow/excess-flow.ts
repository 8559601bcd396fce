import type { WindowMs } from '@opsrunbook/evidence';
import { ANALYZER_CONFIG } from '../analyzer-config.ts';
import { median, robustSigma } from '../statistics/robust.ts';
import type { CallGraph } from './call-graph.ts';
import type { EntitySignal, Symptom } from './entity-signals.ts';

/** What one entity adds to a symptom. Excess is summed over requests: seconds waited or requests failed beyond the usual. */
export interface EntityExcess {
  readonly entity: string;
  readonly signal: EntitySignal;
  readonly excess: number;
  /** The excess that no callee explains. */
  readonly own: number;
  /** How far the level moved, in deviations. */
  readonly significance: number;
  /** Own excess as a share of what the root's requests usually take, or of their number for failures; 0 when nothing counts requests. */
  readonly materiality: number;
  /** own, damped where the move is within the noise and where it cannot fit what the alerting entity shows. */
  readonly score: number;
}

export interface ExcessFlow {
  readonly symptom: Symptom;
  /** The entity whose trouble is to be explained. */
  readonly root: EntityExcess;
  readonly isGraphComplete: boolean;
  /** False when nothing counts requests: excesses are then compared by their ratios. */
  readonly hasRequests: boolean;
  /** Best first. */
  readonly entities: readonly EntityExcess[];
}

interface Measured {
  readonly signal: EntitySignal;
  readonly level: number;
  /** Periods of the window: excess per request, requests. */
  readonly periods: readonly { readonly at: number; readonly excess: number; readonly requests: number }[];
}

const { noiseFloor, requestSpread, dampingSigmas, fitFactor, rootSigmas, assumedRequests, viewWeight } =
  ANALYZER_CONFIG.flow;

/** Level: median of the baseline; failures that the baseline does not have start at zero, latency without one cannot be told. */
const measured = (signal: EntitySignal, symptom: Symptom, windows: Windows): readonly Measured[] => {
  const usual = valuesIn(signal, windows.baseline);
  if (usual.length === 0 && symptom === 'latency') return [];
  const level = usual.length === 0 ? 0 : median(usual);
  const periods = [...signal.values]
    .filter(([at]) => at >= windows.window.startMs && at < windows.window.endMs)
    .toSorted(([a], [b]) => a - b)
    .map(([at, value]) => ({ at, excess: value - level, requests: signal.requests?.get(at) ?? 1 }));
  return periods.length === 0 ? [] : [{ signal, level, periods }];
};

interface Windows {
  readonly window: WindowMs;
  readonly baseline: WindowMs;
}

const valuesIn = ({ values }: EntitySignal, { startMs, endMs }: WindowMs): readonly number[] =>
  [...values].filter(([at]) => at >= startMs && at < endMs).map(([, value]) => value);

/**
 * Excess flow: E(n) = Σ over periods of weight × (value − level) × requests, own(n) = E(n) − Σ over callees of E(callee) × n's share
 * of its callers' requests. The weights follow the root's own excess, so that only what moves with it counts. Undefined when the
 * root's values are missing.
 */
export const excessFlow = (
  signals: readonly EntitySignal[],
  symptom: Symptom,
  { rootEntity, graph, windows }: { readonly rootEntity: string; readonly graph: CallGraph; readonly windows: Windows },
): ExcessFlow | undefined => {
  const all = signals.flatMap((signal) => measured(signal, symptom, windows));
  const root = all.find(({ signal }) => signal.entity === rootEntity);
  if (root === undefined) return undefined;
  const hasRequests = all.some(({ signal }) => signal.requests !== undefined);
  const noise = crossNoise(all, windows);
  const sigmas = (one: Measured, weights: Weights): number =>
    symptom === 'latency' ? latencySigmas(one, weights, noise) : failureSigmas(one, weights);
  const clarity = clarityOf(sigmas(root, followed(root, 1)));
  const weights = followed(root, clarity);
  const excess = new Map(all.map((one) => [one.signal.entity, weighted(one, weights)]));
  const rootExcess = Math.max(excess.get(rootEntity) ?? 0, 0);
  const usual = usualTotal(root, weights, symptom);
  const volume = new Map(
    all.map((one) => [one.signal.entity, one.periods.reduce((n, { requests }) => n + requests, 0)]),
  );
  const entities = all
    .map((one): EntityExcess => {
      const { entity } = one.signal;
      const total = excess.get(entity) ?? 0;
      const own = total - explained(entity, { graph, excess, volume });
      const significance = sigmas(one, weights);
      const damping = significance <= 0 ? 0 : significance ** 2 / (significance ** 2 + dampingSigmas ** 2);
      const weight = hasRequests ? Math.max(0, own) : graph.views.has(entity) ? viewWeight : 1;
      const size = hasRequests
        ? Math.min(1, (fitFactor * rootExcess) / Math.max(total, 1e-12))
        : likeness(own, rootExcess);
      const score = weight * damping * (rootExcess > 0 ? size * shapeFit(one, root) : 1) ** (hasRequests ? clarity : 1);
      return {
        entity,
        signal: one.signal,
        excess: total,
        own,
        significance,
        materiality: Math.max(0, own) / usual,
        score,
      };
    })
    .toSorted((a, b) => b.score - a.score || (a.entity < b.entity ? -1 : 1));
  const top = entities.find(({ entity }) => entity === rootEntity);
  return top === undefined
    ? undefined
    : { symptom, root: top, isGraphComplete: graph.isComplete, hasRequests, entities };
};

type Weights = ReadonlyMap<number, number>;

/** 0 while the root's move may be noise, towards 1 when it is plain. */
const clarityOf = (significance: number): number =>
  significance <= 0 ? 0 : significance ** 2 / (significance ** 2 + rootSigmas ** 2);

/** Weights of the periods: the root's share of its worst excess as far as it moved plainly, all alike as far as it did not. */
const followed = ({ periods }: Measured, clarity: number): Weights => {
  const worst = Math.max(...periods.map(({ excess }) => excess));
  const share = (excess: number): number => (worst <= 0 ? 1 : Math.max(0, excess) / worst);
  return new Map(periods.map(({ at, excess }) => [at, 1 - clarity + clarity * share(excess)]));
};

const weighted = ({ periods }: Measured, weights: Weights): number =>
  periods.reduce((total, { at, excess, requests }) => total + (weights.get(at) ?? 0) * excess * requests, 0);

/** What the root's requests usually take in the weighted periods; for failures their number. */
const usualTotal = ({ level, periods }: Measured, weights: Weights, symptom: Symptom): number =>
  Math.max(
    1e-12,
    periods.reduce((total, { at, requests }) => total + (weights.get(at) ?? 0) * requests, 0) *
      (symptom === 'latency' ? level : 1),
  );

const explained = (
  entity: string,
  {
    graph,
    excess,
    volume,
  }: { graph: CallGraph; excess: ReadonlyMap<string, number>; volume: ReadonlyMap<string, number> },
): number =>
  (graph.callees.get(entity) ?? []).reduce((total, callee) => {
    const callers = graph.callers.get(callee) ?? [];
    const all = callers.reduce((sum, caller) => sum + (volume.get(caller) ?? 0), 0);
    const share = all === 0 ? 1 / Math.max(1, callers.length) : (volume.get(entity) ?? 0) / all;
    return total + Math.max(0, excess.get(callee) ?? 0) * share;
  }, 0);

/** How like two excesses are, 1 when equal. */
const likeness = (a: number, b: number): number => (a <= 0 || b <= 0 ? 0 : Math.min(a, b) / Math.max(a, b));

/** Squared cosine between the two courses of excess over the window: 1 when they rise and fall together. */
const shapeFit = (one: Measured, root: Measured): number => {
  const other = new Map(root.periods.map(({ at, excess, requests }) => [at, excess * requests]));
  let product = 0;
  let squares = 0;
  let rootSquares = 0;
  for (const { at, excess, requests } of one.periods) {
    const rootExcess = other.get(at) ?? 0;
    product += excess * requests * rootExcess;
    squares += (excess * requests) ** 2;
    rootSquares += rootExcess ** 2;
  }
  return product <= 0 ? 0 : product ** 2 / (squares * rootSquares);
};

/** The usual wobble between neighbouring periods over all entities, as a share of the level: one baseline point has no spread. */
const crossNoise = (all: readonly Measured[], { baseline, window }: Windows): number => {
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
const latencySigmas = ({ signal, level, periods }: Measured, weights: Weights, noise: number): number => {
  const seen = periods.filter(({ at }) => (weights.get(at) ?? 0) > 0);
  const weight = seen.reduce((total, { at }) => total + (weights.get(at) ?? 0), 0);
  if (weight === 0 || level <= 0) return 0;
  const mean = seen.reduce((total, { at, excess }) => total + (weights.get(at) ?? 0) * (level + excess), 0) / weight;
  const requests = seen.reduce((total, one) => total + one.requests, 0) / seen.length;
  const own = robustSigma([...signal.values.values()]) / level;
  const few = signal.requests === undefined ? 0 : requestSpread ** 2 / Math.max(1, requests);
  const spread = signal.values.size >= 10 ? Math.max(noiseFloor, own) : noise;
  return Math.log(Math.max(mean, level / 10) / level) / Math.sqrt(spread ** 2 + few);
};

/** Poisson deviations of the failures beyond the expected; a share without requests counts as of an assumed number. */
const failureSigmas = ({ signal, level, periods }: Measured, weights: Weights): number => {
  const count = (requests: number): number => (signal.requests === undefined ? assumedRequests : requests);
  let failed = 0;
  let expected = 0;
  for (const { at, excess, requests } of periods) {
    const weight = weights.get(at) ?? 0;
    failed += weight * (level + excess) * count(requests);
    expected += weight * level * count(requests);
  }
  return (failed - expected) / Math.sqrt(Math.max(failed, expected) + 1);
};
