import { ANALYZER_CONFIG } from '../analyzer-config.ts';
import { median, robustSigma } from '../statistics/robust.ts';
import type { Visit } from './visits.ts';

/** Milliseconds a service adds to the window's requests beyond the baseline's medians: working, and between it and its neighbours. */
export interface TimeExcess {
  readonly service: string;
  readonly totalMs: number;
  /** The operation or call with the largest part. */
  readonly worst: TimedGroup;
}

/** Times of one operation, where caller and callee are the same, or of the gaps of calls; `entries` index the window's segments. */
interface TimedGroup {
  readonly caller: string;
  readonly callee: string;
  readonly label: string;
  readonly before: readonly number[];
  readonly during: readonly number[];
  readonly entries: readonly number[];
  readonly excessMs: number;
}

const { minVisits, timeSigmas, timeFloorShare, timeFloorMs, outboundWeight } = ANALYZER_CONFIG.traces;

/**
 * The services that add time, most first, and the time the window's requests would usually have taken. A gap between two services is
 * charged to whichever adds more in all, so that a neighbour is left with what the leading service does not explain.
 */
export const timeExcesses = (visits: readonly Visit[]) => {
  const groups = [...selfGroups(visits), ...gapGroups(visits)].filter(({ excessMs }) => excessMs > 0);
  const excesses: TimeExcess[] = [];
  let open = groups;
  while (open.length > 0) {
    const services = [...new Set(open.flatMap(({ callee, caller }) => [callee, caller]))].sort();
    const totals = services.map((service) => excessOf(service, open));
    const leading = totals.reduce((best, one) => (one.totalMs > best.totalMs ? one : best));
    excesses.push(leading);
    open = open.filter(({ callee, caller }) => callee !== leading.service && caller !== leading.service);
  }
  return { excesses, usualMs: usualMs(visits) };
};

const excessOf = (service: string, open: readonly TimedGroup[]): TimeExcess => {
  const own = open.filter(({ callee, caller }) => callee === service || caller === service);
  const totalMs = own.reduce(
    (sum, { callee, excessMs }) => sum + excessMs * (callee === service ? 1 : outboundWeight),
    0,
  );
  const worst = own.reduce((best, one) => (one.excessMs > best.excessMs ? one : best));
  return { service, totalMs, worst };
};

interface Timed {
  readonly period: Visit['period'];
  readonly ms: number;
  readonly entry: number;
  readonly startMs: number;
}

/**
 * Excess of one group: count × difference of medians, when that is beyond the noise of a median. Trouble that begins or ends within
 * the window would be lost in its median, so each third of the window is tried too.
 */
const timedGroup = (names: Pick<TimedGroup, 'caller' | 'callee' | 'label'>, timed: readonly Timed[]): TimedGroup => {
  const before = timed.filter(({ period }) => period === 'baseline').map(({ ms }) => ms);
  const inWindow = timed.filter(({ period }) => period === 'window');
  const parts = [inWindow, ...thirdsOf(inWindow)].map((part) => ({ part, excessMs: partExcess(before, part) }));
  const { part, excessMs } = parts.reduce((best, one) => (one.excessMs > best.excessMs ? one : best));
  return { ...names, before, during: part.map(({ ms }) => ms), entries: part.map(({ entry }) => entry), excessMs };
};

const thirdsOf = (timed: readonly Timed[]): readonly (readonly Timed[])[] => {
  const inOrder = timed.toSorted((a, b) => a.startMs - b.startMs);
  const third = Math.ceil(inOrder.length / 3);
  return [0, 1, 2].map((part) => inOrder.slice(part * third, (part + 1) * third));
};

const partExcess = (before: readonly number[], part: readonly Timed[]): number => {
  if (before.length < minVisits || part.length < minVisits) return 0;
  const level = median(before);
  const difference = median(part.map(({ ms }) => ms)) - level;
  const noise = robustSigma(before, level) / Math.sqrt(part.length);
  const isBeyond = difference > timeSigmas * noise + timeFloorShare * Math.max(0, level) + timeFloorMs;
  return isBeyond ? difference * part.length : 0;
};

/** What each service works on its own account, by operation. */
const selfGroups = (visits: readonly Visit[]): readonly TimedGroup[] =>
  [...Map.groupBy(visits, ({ service, operation }) => `${service} ${operation}`).entries()].map(([label, own]) => {
    const service = own[0]?.service ?? '';
    const timed = own.map(({ period, selfMs, entry, startMs }) => ({ period, ms: selfMs, entry, startMs }));
    return timedGroup({ caller: service, callee: service, label }, timed);
  });

/** Time between the two ends of calls, by caller and callee. */
const gapGroups = (visits: readonly Visit[]): readonly TimedGroup[] => {
  const calls = visits.flatMap((visit) =>
    visit.calls.flatMap(({ callee, gapMs }) => {
      const served = visits[callee];
      if (served === undefined) return [];
      return [
        {
          caller: visit.service,
          callee: served.service,
          period: visit.period,
          ms: gapMs,
          entry: served.entry,
          startMs: served.startMs,
        },
      ];
    }),
  );
  return [...Map.groupBy(calls, ({ caller, callee }) => `calls of ${caller} to ${callee}`).entries()].map(
    ([label, own]) => timedGroup({ caller: own[0]?.caller ?? '', callee: own[0]?.callee ?? '', label }, own),
  );
};

/** What the window's requests would take at the baseline's median: the measure of what an excess matters. */
const usualMs = (visits: readonly Visit[]): number => {
  const roots = visits.filter(({ caller }) => caller === undefined);
  const usual = median(roots.filter(({ period }) => period === 'baseline').map(({ durationMs }) => durationMs));
  const count = roots.filter(({ period }) => period === 'window').length;
  return Number.isNaN(usual) ? 0 : usual * count;
};
