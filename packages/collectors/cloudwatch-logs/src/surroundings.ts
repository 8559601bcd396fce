import { type BudgetShare, rowBytes, takingFrom } from './budget-share.ts';
import { byTime, eventsOf } from './error-rows.ts';
import { isQuotable, queryTexts } from './queries.ts';
import type { LogEvent } from './result-row.ts';
import { runQuery } from './run-query.ts';
import type { Session } from './session.ts';
import { reasonOf } from './source-failure.ts';

/**
 * Around the first error of a stream: 10 s hold what a request logged before it failed, and 5 streams × 50 rows are a screenful
 * each. 500 lines are looked at for the 50 nearest, so that a stream of up to 25 lines/s still shows its error's neighbours.
 */
const AROUND = { ms: 10_000, streams: 5, rows: 50, lookedAt: 500 } as const;

/** One name for all of them, so that a budget that ends counts once. */
const PURPOSE = 'surroundings of errors';

/** Reads the lines around the first errors of distinct streams; never a row that is kept already. */
export const readSurroundings = async (
  session: Session,
  errors: readonly LogEvent[],
  keptIds: ReadonlySet<string>,
  share: BudgetShare,
): Promise<readonly LogEvent[]> => {
  const firstErrors = firstOfStreams(session, errors);
  if (firstErrors.length > 0 && share.rows === 0) {
    session.meter.cut('rows', PURPOSE, null);
    return [];
  }
  const take = takingFrom(share, session.meter, PURPOSE);
  const kept: LogEvent[] = [];
  for (const error of firstErrors) {
    const around = await linesAround(session, error);
    const nearest = around
      .filter(({ id, stream }) => stream === error.stream && !keptIds.has(id))
      .sort((a, b) => Math.abs(a.atMs - error.atMs) - Math.abs(b.atMs - error.atMs) || byTime(a, b))
      .slice(0, AROUND.rows);
    for (const line of nearest) if (take({ rows: 1, bytes: rowBytes(line) })) kept.push(line);
  }
  return kept;
};

const firstOfStreams = (session: Session, errors: readonly LogEvent[]): readonly LogEvent[] => {
  const byStream = Map.groupBy(errors, ({ group, stream }) => `${group}\n${stream}`);
  const first = [...byStream.values()].flatMap((ofStream) => ofStream.toSorted(byTime).slice(0, 1)).sort(byTime);
  for (const { stream, group } of first.filter(({ stream }) => !isQuotable(stream)).slice(0, AROUND.streams)) {
    session.note({
      code: 'unsupported',
      subject: `${group} ${stream}`,
      message: 'the lines around this stream’s first error were not read: its name cannot be quoted in a query',
      fix: 'read the stream in the console; rename it without quotes, backslashes and control characters',
    });
  }
  return first.filter(({ stream }) => isQuotable(stream)).slice(0, AROUND.streams);
};

const linesAround = async (session: Session, error: LogEvent): Promise<readonly LogEvent[]> => {
  const lines: LogEvent[] = [];
  const query = {
    purpose: PURPOSE,
    text: queryTexts.surroundings(error.stream, AROUND.lookedAt),
    startMs: error.atMs - AROUND.ms,
    endMs: error.atMs + AROUND.ms,
    limit: AROUND.lookedAt,
  };
  const ended = await runQuery(session, query, [error.group], (rows) => {
    lines.push(...eventsOf(session, PURPOSE, rows));
    return true;
  });
  if (ended.end === 'refused') {
    session.note(reasonOf({ failure: ended.failure, action: 'StartQuery', subject: PURPOSE, groups: [error.group] }));
  }
  return lines;
};
