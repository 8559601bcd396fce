import { ANALYZER_CONFIG } from '../analyzer-config.ts';
import type { MeasuredSignal } from './measured-signal.ts';

const { fitFactor } = ANALYZER_CONFIG.flow;

interface Compared {
  readonly root: MeasuredSignal;
  readonly rootExcess: number;
  /** The entity's whole excess. */
  readonly total: number;
  readonly hasRequests: boolean;
}

/**
 * Whether an excess could be what the root shows, 0 to 1: with requests, 1 while it is at most a few times the root's; without, how like
 * the two are; times how alike they run over the window, when both courses are known.
 */
export const excessFit = (
  one: MeasuredSignal,
  own: number,
  { root, rootExcess, total, hasRequests }: Compared,
): number => {
  if (rootExcess <= 0) return 1;
  const size = hasRequests ? Math.min(1, (fitFactor * rootExcess) / Math.max(total, 1e-12)) : likeness(own, rootExcess);
  return one.signal.isSummed || root.signal.isSummed ? size : size * shapeFit(one, root);
};

/** How like two excesses are, 1 when equal. */
const likeness = (a: number, b: number): number => (a <= 0 || b <= 0 ? 0 : Math.min(a, b) / Math.max(a, b));

/** Squared cosine between the two courses of excess over the window: 1 when they rise and fall together. */
const shapeFit = (one: MeasuredSignal, root: MeasuredSignal): number => {
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
