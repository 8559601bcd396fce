import { ANALYZER_CONFIG } from '../analyzer-config.ts';
import type { CallGraph } from './call-graph.ts';
import type { EntitySignal, Symptom } from './entity-signals.ts';
import { excessFit } from './excess-fit.ts';
import {
  crossNoise,
  type MeasuredSignal,
  measuredSignal,
  moveSigmas,
  type PeriodWeights,
  type Windows,
  weightedExcess,
} from './measured-signal.ts';

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
  /** How well the excess could be what the root shows, 1 when in size and course it could. */
  readonly fit: number;
  readonly isView: boolean;
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

const { dampingSigmas, rootSigmas, viewWeight } = ANALYZER_CONFIG.flow;

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
  const all = signals.flatMap((signal) => measuredSignal(signal, symptom, windows));
  const root = all.find(({ signal }) => signal.entity === rootEntity);
  if (root === undefined) return undefined;
  const flow = flowAround(root, all, { symptom, graph, noise: crossNoise(all, windows) });
  const entities = all
    .map((one) => entityExcess(one, flow))
    .toSorted((a, b) => b.score - a.score || (a.entity < b.entity ? -1 : 1));
  const top = entities.find(({ entity }) => entity === rootEntity);
  if (top === undefined) return undefined;
  return { symptom, root: top, isGraphComplete: graph.isComplete, hasRequests: flow.hasRequests, entities };
};

interface Flow {
  readonly symptom: Symptom;
  readonly graph: CallGraph;
  readonly noise: number;
  readonly root: MeasuredSignal;
  readonly weights: PeriodWeights;
  /** How plainly the root moved, 0 to 1. */
  readonly clarity: number;
  readonly excess: ReadonlyMap<string, number>;
  readonly volume: ReadonlyMap<string, number>;
  readonly hasRequests: boolean;
}

const flowAround = (
  root: MeasuredSignal,
  all: readonly MeasuredSignal[],
  given: Pick<Flow, 'symptom' | 'graph' | 'noise'>,
): Flow => {
  const clarity = clarityOf(moveSigmas(root, given.symptom, followed(root, 1), given.noise));
  const weights = followed(root, clarity);
  const count = ({ periods }: MeasuredSignal): number => periods.reduce((total, { requests }) => total + requests, 0);
  return {
    ...given,
    root,
    weights,
    clarity,
    excess: new Map(all.map((one) => [one.signal.entity, weightedExcess(one, weights)])),
    volume: new Map(all.map((one) => [one.signal.entity, count(one)])),
    hasRequests: all.some(({ signal }) => signal.requests !== undefined),
  };
};

const entityExcess = (one: MeasuredSignal, flow: Flow): EntityExcess => {
  const { entity } = one.signal;
  const excess = flow.excess.get(entity) ?? 0;
  const own = excess - explained(entity, flow);
  const significance = moveSigmas(one, flow.symptom, flow.weights, flow.noise);
  const damping = significance <= 0 ? 0 : significance ** 2 / (significance ** 2 + dampingSigmas ** 2);
  const isView = flow.graph.views.has(entity);
  const fit = excessFit(one, own, {
    ...flow,
    rootExcess: flow.excess.get(flow.root.signal.entity) ?? 0,
    total: excess,
  });
  const weight = flow.hasRequests ? Math.max(0, own) : isView ? viewWeight : 1;
  return {
    entity,
    signal: one.signal,
    excess,
    own,
    significance,
    materiality: flow.hasRequests ? Math.max(0, own) / usualTotal(flow) : 0,
    fit,
    isView,
    score: weight * damping * fit ** (flow.hasRequests ? flow.clarity : 1),
  };
};

/** 0 while the root's move may be noise, towards 1 when it is plain. */
const clarityOf = (significance: number): number =>
  significance <= 0 ? 0 : significance ** 2 / (significance ** 2 + rootSigmas ** 2);

/** Weights of the periods: the root's share of its worst excess as far as it moved plainly, all alike as far as it did not. */
const followed = ({ periods }: MeasuredSignal, clarity: number): PeriodWeights => {
  const worst = Math.max(...periods.map(({ excess }) => excess));
  const share = (excess: number): number => (worst <= 0 ? 1 : Math.max(0, excess) / worst);
  return new Map(periods.map(({ at, excess }) => [at, 1 - clarity + clarity * share(excess)]));
};

/** What the root's requests usually take in the weighted periods; for failures their number. */
const usualTotal = ({ root, weights, symptom }: Flow): number => {
  const requests = root.periods.reduce((total, one) => total + (weights.get(one.at) ?? 0) * one.requests, 0);
  return Math.max(1e-12, requests * (symptom === 'latency' ? root.level : 1));
};

/** What an entity's callees account for, each by the entity's share of its callers' requests. */
const explained = (entity: string, { graph, excess, volume }: Flow): number =>
  (graph.callees.get(entity) ?? []).reduce((total, callee) => {
    const callers = graph.callers.get(callee) ?? [];
    const all = callers.reduce((sum, caller) => sum + (volume.get(caller) ?? 0), 0);
    const share = all === 0 ? 1 / Math.max(1, callers.length) : (volume.get(entity) ?? 0) / all;
    return total + Math.max(0, excess.get(callee) ?? 0) * share;
  }, 0);
