import type { WindowMs } from '@opsrunbook/evidence';
import { type BudgetShare, rowBytes, takingFrom } from './budget-share.ts';
import { MAX_RESULTS, queryTexts } from './queries.ts';
import { batchCount, type GroupsEnd, queryGroups } from './readable-groups.ts';
import { binStart, type LogEvent, logEventOf } from './result-row.ts';
import type { TakePage } from './run-query.ts';
import type { Session } from './session.ts';

/** Error lines of one period: what the budget let us keep, and how many of each bin there are in all. */
export interface ErrorRows {
  readonly kept: readonly LogEvent[];
  /** Keyed by `binKey`; undefined when not every error line was seen. */
  readonly perBin: ReadonlyMap<string, number> | undefined;
}

/** Names a bin of a group. */
export const binKey = (group: string, startMs: number): string => `${group}\n${startMs}`;

/** Reads the earliest error lines of a period, as many as its share of the budget holds. */
export const readErrorRows = async (
  session: Session,
  purpose: string,
  period: WindowMs,
  share: BudgetShare,
): Promise<ErrorRows> => {
  if (share.rows === 0) {
    session.meter.cut('rows', purpose, null);
    return { kept: [], perBin: undefined };
  }
  const limit = Math.min(Math.ceil(share.rows / batchCount(session)), MAX_RESULTS);
  const reader = rowReader(session, purpose, period, share);
  const query = { purpose, text: queryTexts.errors(limit), ...period, limit };
  const ended = await queryGroups(session, query, reader.takePage);
  const sawAll = ended.end === 'complete' && countUnseen(session, { purpose, limit, seen: reader.seen(), ended });
  return { kept: reader.kept, perBin: sawAll ? reader.perBin : undefined };
};

const rowReader = (session: Session, purpose: string, period: WindowMs, share: BudgetShare) => {
  const kept: LogEvent[] = [];
  const perBin = new Map<string, number>();
  const take = takingFrom(share, session.meter, purpose);
  let seen = 0;
  const takePage: TakePage = (rows) => {
    seen += rows.length;
    let hasRoom = true;
    for (const event of eventsOf(session, purpose, rows)) {
      if (event.atMs < period.startMs || event.atMs >= period.endMs) continue;
      const key = binKey(event.group, binStart(event.atMs));
      perBin.set(key, (perBin.get(key) ?? 0) + 1);
      if (take({ rows: 1, bytes: rowBytes(event) })) kept.push(event);
      else hasRoom = false;
    }
    return hasRoom;
  };
  return { takePage, kept, perBin, seen: () => seen };
};

/** The events of a page in their fixed order, so that a cut falls on the same ones in whatever order they arrive. */
export const eventsOf = (session: Session, purpose: string, rows: Parameters<TakePage>[0]): readonly LogEvent[] => {
  const events = rows.flatMap((row) => logEventOf(row) ?? []);
  if (events.length < rows.length) session.meter.cut('rows', purpose, rows.length - events.length);
  return events.sort(byTime);
};

/** Orders log events by time, group, stream and message. */
export const byTime = (a: LogEvent, b: LogEvent): number =>
  a.atMs - b.atMs || compare(a.group, b.group) || compare(a.stream, b.stream) || compare(a.message, b.message);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface Seen {
  readonly purpose: string;
  readonly limit: number;
  readonly seen: number;
  readonly ended: Extract<GroupsEnd, { end: 'complete' }>;
}

/** Counts the events that matched but were not handed out. True when there are none. */
const countUnseen = ({ meter }: Session, { purpose, limit, seen, ended: { matched } }: Seen): boolean => {
  if (matched !== null && matched > seen) meter.cut('rows', purpose, matched - seen);
  if (matched === null && seen >= limit) meter.cut('rows', purpose, null);
  return matched === null ? seen < limit : matched <= seen;
};
