import type { FoundTrace } from './find-traces.ts';

/** Traces to read beside hinted ones: at most 24 calls of BatchGetTraces. */
const MAX_TRACES = { failed: 60, slow: 30, usual: 30 } as const;

/** How much of the baseline is faster than what is called slow. */
const SLOW_QUANTILE = 0.95;

/** Seconds above which a trace is slow, told by how long traces of the baseline took; undefined without any. */
export const slowAbove = (baseline: readonly FoundTrace[]): number | undefined => {
  const seconds = baseline.map((trace) => trace.seconds).sort((a, b) => a - b);
  return seconds[Math.floor((seconds.length - 1) * SLOW_QUANTILE)];
};

export interface Candidates {
  readonly failed: readonly FoundTrace[];
  readonly slow: readonly FoundTrace[];
  /** Traces of the baseline, failed ones too: what is usual. */
  readonly usual: readonly FoundTrace[];
}

/**
 * Ids in the order they are read: in turn two failed (the earliest), one slow (the slowest) and one of the baseline (spread over
 * it), so that whatever the budget cuts, each kind is there.
 */
export const readingOrder = ({ failed, slow, usual }: Candidates): readonly string[] => {
  const queues = {
    failed: failed.slice(0, MAX_TRACES.failed),
    slow: slow.toSorted((a, b) => b.seconds - a.seconds || (a.id < b.id ? -1 : 1)).slice(0, MAX_TRACES.slow),
    usual: spread(usual, MAX_TRACES.usual),
  };
  const turns = Math.max(Math.ceil(queues.failed.length / 2), queues.slow.length, queues.usual.length);
  const inTurn = Array.from({ length: turns }, (_, turn) => [
    ...queues.failed.slice(2 * turn, 2 * turn + 2),
    ...queues.slow.slice(turn, turn + 1),
    ...queues.usual.slice(turn, turn + 1),
  ]).flat();
  return [...new Set(inTurn.map(({ id }) => id))];
};

/** At most `count` of the items, evenly over all of them. */
const spread = <T>(items: readonly T[], count: number): readonly T[] =>
  items.length <= count
    ? items
    : Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]).flatMap(
        (one) => one ?? [],
      );
