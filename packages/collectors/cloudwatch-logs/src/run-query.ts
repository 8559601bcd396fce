import type { GetQueryResultsResponse, ResultField } from '@aws-sdk/client-cloudwatch-logs';
import type { SourceFault } from '@opsrunbook/evidence';
import type { LogsQuery } from './queries.ts';
import { callLogs, LEAVE_MS, type Session } from './session.ts';
import { reasonOf } from './source-failure.ts';

/** Takes one page of results; false means that no more is wanted. */
export type TakePage = (rows: readonly (readonly ResultField[])[]) => boolean;

/**
 * How a query ended. complete: every wanted page of its final results was taken, and `matched` events matched it (null when
 * unknown); partial: what it had found when it was left or failed was taken; none: nothing was; refused: it could not be
 * started, and the caller decides what that means. Reasons and cuts of the first three are noted.
 */
export type QueryEnd =
  | { readonly end: 'complete'; readonly matched: number | null }
  | { readonly end: 'partial' | 'none' }
  | { readonly end: 'refused'; readonly failure: SourceFault };

/** Runs one query over `groups` within the budget. Whichever way it is left, it does not go on scanning. */
export const runQuery = async (
  session: Session,
  query: LogsQuery,
  groups: readonly string[],
  takePage: TakePage,
): Promise<QueryEnd> => {
  if (overBudget(session, query)) return { end: 'none' };
  const started = await callLogs(session, (client) =>
    client.startQuery({ logGroupNames: [...groups], ...rangeOf(query), queryString: query.text, limit: query.limit }),
  );
  if (!started.ok) return { end: 'refused', failure: started.fault };
  const run: QueryRun = { session, query, groups, queryId: started.value.queryId ?? '', scannedBytes: 0 };
  const last = await followToEnd(run);
  if (!last.ended) await stopQuery(session, run.queryId);
  if (last.results === undefined) return { end: 'none' };
  session.answered = true;
  if (last.results.status === 'Complete') return takePages(run, last.results, takePage);
  takePage(last.results.results ?? []);
  return { end: 'partial' };
};

/** Tells the source to stop; a query that ended meanwhile answers InvalidParameter, which is as good. */
export const stopQuery = async (session: Session, queryId: string): Promise<void> => {
  const stopped = await callLogs(session, (client) => client.stopQuery({ queryId }));
  if (stopped.ok || stopped.fault.code === 'invalid_request') return;
  session.note(reasonOf({ failure: stopped.fault, action: 'StopQuery', subject: 'a query left early', groups: [] }));
};

interface QueryRun {
  readonly session: Session;
  readonly query: LogsQuery;
  readonly groups: readonly string[];
  readonly queryId: string;
  scannedBytes: number;
}

/**
 * Whole seconds around the range. `endTime` is inclusive, and whether its whole second is meant is not documented: asking to
 * the end and dropping what is not before it is right either way, while `end - 1` could lose the last 999 ms.
 */
const rangeOf = ({ startMs, endMs }: LogsQuery) => ({
  startTime: Math.floor(startMs / 1000),
  endTime: Math.ceil(endMs / 1000),
});

const overBudget = ({ meter }: Session, { purpose }: LogsQuery): boolean => {
  if (meter.outOfTime(purpose, LEAVE_MS)) return true;
  if (meter.left('scanned_bytes') > 0) return false;
  meter.cut('scanned_bytes', purpose, null);
  return true;
};

/** What was last seen of a query, and whether it has ended by itself. */
interface LastSeen {
  readonly results: GetQueryResultsResponse | undefined;
  readonly ended: boolean;
}

const POLL = { firstMs: 200, maxMs: 2_000 } as const;
const UNDER_WAY: ReadonlySet<string> = new Set(['Scheduled', 'Running']);

const followToEnd = async (run: QueryRun): Promise<LastSeen> => {
  const { meter, clock } = run.session;
  let results: GetQueryResultsResponse | undefined;
  for (let waitMs: number = POLL.firstMs; ; waitMs = Math.min(waitMs * 2, POLL.maxMs)) {
    const polled = await getResults(run);
    if (polled === undefined) return { results, ended: false };
    results = polled;
    if (!UNDER_WAY.has(polled.status ?? 'Unknown')) return endOf(run, polled);
    if (overBudget(run.session, run.query)) return { results, ended: false };
    await clock.sleep(Math.min(waitMs, meter.remainingMs() - LEAVE_MS));
  }
};

/** Notes a query that ended otherwise than Complete; what Unknown means is unknown, so it is stopped like one under way. */
const endOf = ({ session, query }: QueryRun, results: GetQueryResultsResponse): LastSeen => {
  const status = results.status ?? 'Unknown';
  if (status === 'Complete') return { results, ended: true };
  session.note({
    code: status === 'Timeout' ? 'timeout' : 'partial_data',
    subject: query.purpose,
    message: `the Logs Insights query for ${query.purpose} ended as ${status}; what it had found until then was kept`,
    fix: 'collect again with POST /v1/incidents/{id}/runs; narrow the time window when the query times out',
  });
  return { results, ended: status !== 'Unknown' };
};

const takePages = async (run: QueryRun, first: GetQueryResultsResponse, takePage: TakePage): Promise<QueryEnd> => {
  const matched = first.statistics?.recordsMatched ?? null;
  for (let page = first; ; ) {
    const wantsMore = takePage(page.results ?? []);
    if (!wantsMore || page.nextToken === undefined) return { end: 'complete', matched };
    if (run.session.meter.outOfTime(run.query.purpose, LEAVE_MS)) return { end: 'partial' };
    const next = await getResults(run, page.nextToken);
    if (next === undefined) return { end: 'partial' };
    page = next;
  }
};

/** One page of results; undefined when the call failed, with the reason noted. Counts what the query scanned since it was last seen. */
const getResults = async (run: QueryRun, nextToken?: string): Promise<GetQueryResultsResponse | undefined> => {
  const { session, query, groups, queryId } = run;
  const answer = await callLogs(session, (client) =>
    client.getQueryResults(nextToken === undefined ? { queryId } : { queryId, nextToken }),
  );
  if (!answer.ok) {
    session.note(reasonOf({ failure: answer.fault, action: 'GetQueryResults', subject: query.purpose, groups }));
    return undefined;
  }
  const scannedBytes = Math.max(run.scannedBytes, answer.value.statistics?.bytesScanned ?? 0);
  session.meter.scanned(scannedBytes - run.scannedBytes);
  run.scannedBytes = scannedBytes;
  return answer.value;
};
