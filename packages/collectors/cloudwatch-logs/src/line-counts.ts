import type { LogBinV1 } from '@opsrunbook/contracts';
import type { WindowMs } from '@opsrunbook/evidence';
import { type BudgetShare, takingFrom } from './budget-share.ts';
import { binKey } from './error-rows.ts';
import { MAX_RESULTS, queryTexts } from './queries.ts';
import { queryGroups } from './readable-groups.ts';
import { type LineCount, lineCountOf } from './result-row.ts';
import type { TakePage } from './run-query.ts';
import type { Session } from './session.ts';

/** Lines per group and bin, keyed by `binKey`; undefined when they could not all be counted. */
export type LineCounts = ReadonlyMap<string, LineCount> | undefined;

/** Counts every line of a range, or only error lines. A part of a count would be a wrong number: it is all of them or none. */
export const countLines = async (
  session: Session,
  what: 'lines' | 'error lines',
  range: WindowMs,
): Promise<LineCounts> => {
  const purpose = `counts of ${what}`;
  const counts = new Map<string, LineCount>();
  const takePage: TakePage = (rows) => {
    for (const { group, startMs, lines } of rows.flatMap((row) => lineCountOf(row) ?? [])) {
      if (startMs >= range.endMs) continue;
      const key = binKey(group, startMs);
      counts.set(key, { group, startMs, lines: lines + (counts.get(key)?.lines ?? 0) });
    }
    return true;
  };
  const text = what === 'lines' ? queryTexts.lineCounts() : queryTexts.errorCounts();
  const { end } = await queryGroups(session, { purpose, text, ...range, limit: MAX_RESULTS }, takePage);
  return end === 'complete' ? counts : undefined;
};

/** Adds how many of the lines are errors. Groups are kept whole: one whose bins exceed the share is cut and counted. */
export const binsOf = (
  session: Session,
  lines: ReadonlyMap<string, LineCount>,
  errorsIn: (key: string) => number,
  share: BudgetShare,
): LogBinV1[] => {
  const bins = [...lines].map(([key, { group, startMs, lines: count }]) => ({
    start_ms: startMs,
    group,
    lines: count,
    errors: errorsIn(key),
  }));
  const byGroup = Map.groupBy(bins, ({ group }) => group);
  const take = takingFrom(share, session.meter, 'counts of lines');
  return [...byGroup.keys()].sort().flatMap((group) => {
    const ofGroup = (byGroup.get(group) ?? []).sort((a, b) => a.start_ms - b.start_ms);
    return take({ rows: 0, bytes: Buffer.byteLength(JSON.stringify(ofGroup)) }) ? ofGroup : [];
  });
};
