import type { TraceSegmentV1 } from '@opsrunbook/contracts';

/** One request served by one service: the segment that others called, and everything the service did under it. */
export interface Visit {
  readonly service: string;
  readonly operation: string;
  readonly traceId: string;
  readonly period: 'window' | 'baseline';
  /** Index of the entry segment in the evidence. */
  readonly entry: number;
  /** Indexes of all its segments, the entry among them. */
  readonly segments: readonly number[];
  readonly startMs: number;
  /** From the entry segment's start to its end, milliseconds. */
  readonly durationMs: number;
  /** Milliseconds in which the service worked: its segments' time less the time it waited for other services. */
  readonly selfMs: number;
  /** Calls to other services. */
  readonly calls: readonly Call[];
  /** The visit that called this one, as an index; undefined at the root. */
  readonly caller: number | undefined;
}

/** A call as its two ends saw it. `gapMs`: the caller's time less the callee's, spent between them. */
export interface Call {
  readonly callee: number;
  readonly gapMs: number;
}

type Interval = readonly [startMs: number, endMs: number];

/** Milliseconds covered by at least one interval. */
export const coveredMs = (intervals: readonly Interval[]): number => {
  let covered = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const [start, end] of intervals.toSorted((a, b) => a[0] - b[0])) {
    covered += Math.max(0, end - Math.max(start, until));
    until = Math.max(until, end);
  }
  return covered;
};

/** Every visit of the traces, in the order of their entry segments. A segment delivered twice counts once. */
export const visitsOf = (segments: readonly TraceSegmentV1[]): readonly Visit[] => {
  const keyOf = (traceId: string, id: string): string => `${traceId}\n${id}`;
  const indexes = new Map<string, number>();
  segments.forEach(({ trace_id, segment_id }, index) => {
    const key = keyOf(trace_id, segment_id);
    if (!indexes.has(key)) indexes.set(key, index);
  });
  const parentOf = ({ trace_id, parent_id }: TraceSegmentV1): number | undefined =>
    parent_id === null ? undefined : indexes.get(keyOf(trace_id, parent_id));
  const parents = segments.map(parentOf);
  const entries = segments.map((_, index) => entryOf(index, segments, parents));
  const members = Map.groupBy(indexes.values(), (index) => entries[index] ?? index);
  const inOrder = [...members.keys()].sort((a, b) => a - b);
  const places = new Map(inOrder.map((entry, place) => [entry, place]));
  const calls = callsByEntry(inOrder, { segments, parents, entries, places });
  return inOrder.map((entry): Visit => {
    const own = (members.get(entry) ?? []).flatMap((index) => segments[index] ?? []);
    const made = calls.get(entry) ?? [];
    const waits = made.map(({ interval }) => interval);
    const works = own.map(({ start_ms, end_ms }): Interval => [start_ms, end_ms]);
    const parent = parents[entry];
    const {
      service = '',
      operation = '',
      trace_id: traceId = '',
      period = 'window',
      start_ms = 0,
      end_ms = 0,
    } = segments[entry] ?? {};
    return {
      service,
      operation,
      traceId,
      period,
      entry,
      segments: members.get(entry) ?? [],
      startMs: start_ms,
      durationMs: end_ms - start_ms,
      selfMs: coveredMs(works) - coveredMs(waits),
      calls: made.map(({ call }) => call),
      caller: parent === undefined ? undefined : places.get(entries[parent] ?? parent),
    };
  });
};

/** Climbs to the segment whose parent is another service's, or none. Malformed traces may turn in circles: the climb is bounded. */
const entryOf = (
  index: number,
  segments: readonly TraceSegmentV1[],
  parents: readonly (number | undefined)[],
): number => {
  let at = index;
  for (let step = 0; step < 64; step += 1) {
    const parent = parents[at];
    if (parent === undefined || segments[parent]?.service !== segments[at]?.service) return at;
    at = parent;
  }
  return index;
};

interface Woven {
  readonly segments: readonly TraceSegmentV1[];
  readonly parents: readonly (number | undefined)[];
  readonly entries: readonly number[];
  readonly places: ReadonlyMap<number, number>;
}

/** A segment with one callee is the client side of that call; one with several waited while any of them worked. */
const callsByEntry = (entryList: readonly number[], { segments, parents, entries, places }: Woven) => {
  const callers = Map.groupBy(
    entryList.filter((entry) => parents[entry] !== undefined),
    (entry) => parents[entry] ?? entry,
  );
  const calls = new Map<number, MadeCall[]>();
  for (const [client, callees] of callers) {
    const caller = entries[client] ?? client;
    const made = callees.flatMap((callee) =>
      madeCall(segments[client], segments[callee], callees.length === 1, places.get(callee) ?? 0),
    );
    calls.set(caller, [...(calls.get(caller) ?? []), ...made]);
  }
  return calls;
};

interface MadeCall {
  readonly interval: Interval;
  readonly call: Call;
}

const madeCall = (
  client: TraceSegmentV1 | undefined,
  served: TraceSegmentV1 | undefined,
  isAlone: boolean,
  callee: number,
): readonly MadeCall[] => {
  if (client === undefined || served === undefined) return [];
  const [start, end] = isAlone ? [client.start_ms, client.end_ms] : [served.start_ms, served.end_ms];
  const gapMs = isAlone ? end - start - (served.end_ms - served.start_ms) : 0;
  return [{ interval: [start, end], call: { callee, gapMs } }];
};
