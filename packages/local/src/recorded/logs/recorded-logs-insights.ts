import type { GetQueryResultsResponse, StartQueryRequest } from '@aws-sdk/client-cloudwatch-logs';
import type { LogsInsights } from '@opsrunbook/collector-cloudwatch-logs';
import type { Recording } from '../recording.ts';
import type { RecordedLogEvent } from '../recording-schema.ts';
import { answerQuery, type QueryResults } from './answer-query.ts';
import type { Fields } from './filter-expression.ts';
import { providerError } from './malformed-query.ts';
import { insightsTime, parseQuery } from './parse-query.ts';

/** The account recordings belong to; AWS keeps it for examples. */
const ACCOUNT = '123456789012';
const PAGE_ROWS = 10_000;
const MAX_ROWS = 100_000;
const MAX_GROUPS = 50;
/** Results kept for reading, so that a server that plays for days does not grow; as many as the service runs at once. */
const KEPT_QUERIES = 100;

interface PlayedQuery {
  readonly results: QueryResults;
  readonly scanned: { readonly records: number; readonly bytes: number };
  status: 'Scheduled' | 'Complete' | 'Cancelled';
}

/**
 * Logs Insights over recorded events. A group exists when the recording has events of it or its catalogue names it; a query
 * runs for one poll; everything else is as the real service answers, its refusals included.
 */
export const recordedLogsInsights = (recording: Pick<Recording, 'logs' | 'catalogue'>): LogsInsights => {
  const events = recording.logs.map(playable);
  const groups = groupsOf(recording);
  const queries = new Map<string, PlayedQuery>();
  let started = 0;
  const queryOf = (queryId: string | undefined): PlayedQuery => {
    const query = queries.get(queryId ?? '');
    if (query === undefined) throw providerError('ResourceNotFoundException', `there is no query ${queryId}`);
    return query;
  };
  return {
    startQuery: async (input) => {
      const scanned = scannedBy(checked(input, groups), events);
      const results = answerQuery(
        parseQuery(input.queryString ?? ''),
        scanned.map(({ fields }) => fields),
        input.limit,
      );
      started += 1;
      const queryId = `recorded-query-${started}`;
      const bytes = scanned.reduce((sum, event) => sum + event.bytes, 0);
      queries.set(queryId, { results, scanned: { records: scanned.length, bytes }, status: 'Scheduled' });
      const [oldest] = queries.keys();
      if (queries.size > KEPT_QUERIES && oldest !== undefined) queries.delete(oldest);
      return { queryId };
    },
    getQueryResults: async ({ queryId, nextToken }) => pageOf(queryOf(queryId), nextToken),
    stopQuery: async ({ queryId }) => {
      const query = queryOf(queryId);
      if (query.status !== 'Scheduled') throw providerError('InvalidParameterException', 'the query has ended already');
      query.status = 'Cancelled';
      return { success: true };
    },
    describeLogGroups: async ({ limit = 50, logGroupNamePrefix = '' }) => ({
      logGroups: [...groups]
        .filter((name) => name.startsWith(logGroupNamePrefix))
        .sort()
        .slice(0, limit)
        .map((logGroupName) => ({ logGroupName })),
    }),
  };
};

interface PlayableEvent {
  readonly group: string;
  readonly atMs: number;
  readonly bytes: number;
  readonly fields: Fields;
}

const playable = ({ group, stream, at_ms, message }: RecordedLogEvent, index: number): PlayableEvent => ({
  group,
  atMs: at_ms,
  bytes: Buffer.byteLength(message),
  fields: new Map([
    ['@timestamp', insightsTime(at_ms)],
    ['@message', message],
    ['@logStream', stream],
    ['@log', `${ACCOUNT}:${group}`],
    ['@ptr', `recorded-event-${index + 1}`],
  ]),
});

const groupsOf = ({ logs, catalogue }: Pick<Recording, 'logs' | 'catalogue'>): ReadonlySet<string> =>
  new Set([
    ...logs.map(({ group }) => group),
    ...Object.values(catalogue.services).flatMap(({ log_groups }) => log_groups),
  ]);

interface CheckedRange {
  readonly groups: ReadonlySet<string>;
  readonly startMs: number;
  readonly endMs: number;
}

const checked = (input: StartQueryRequest, known: ReadonlySet<string>): CheckedRange => {
  const { startTime = Number.NaN, endTime = Number.NaN, limit = 1, logGroupNames = [] } = input;
  const refuse = (problem: string): never => {
    throw providerError('InvalidParameterException', problem);
  };
  if (logGroupNames.length === 0) refuse('logGroupNames is required');
  if (logGroupNames.length > MAX_GROUPS) refuse(`${logGroupNames.length} log groups; at most ${MAX_GROUPS}`);
  if (!(limit >= 1 && limit <= MAX_ROWS)) refuse(`limit ${limit}; 1 to ${MAX_ROWS}`);
  if (!(startTime <= endTime)) refuse('startTime lies after endTime');
  const unknown = logGroupNames.find((group) => !known.has(group));
  if (unknown !== undefined) throw providerError('ResourceNotFoundException', `log group ${unknown} does not exist`);
  return { groups: new Set(logGroupNames), startMs: startTime * 1000, endMs: endTime * 1000 };
};

const scannedBy = (
  { groups, startMs, endMs }: CheckedRange,
  events: readonly PlayableEvent[],
): readonly PlayableEvent[] =>
  events.filter(({ group, atMs }) => groups.has(group) && atMs >= startMs && atMs <= endMs);

const pageOf = (query: PlayedQuery, nextToken: string | undefined): GetQueryResultsResponse => {
  if (query.status === 'Scheduled') {
    query.status = 'Complete';
    return { status: 'Running', results: [], statistics: { recordsMatched: 0, recordsScanned: 0, bytesScanned: 0 } };
  }
  const from = Number(nextToken ?? 0);
  if (!Number.isSafeInteger(from))
    throw providerError('InvalidParameterException', 'nextToken is not one of this query');
  const { rows, matched } = query.results;
  const to = from + PAGE_ROWS;
  return {
    status: query.status,
    results: rows.slice(from, to).map((row) => [...row].map(([field, value]) => ({ field, value }))),
    statistics: { recordsMatched: matched, recordsScanned: query.scanned.records, bytesScanned: query.scanned.bytes },
    ...(to < rows.length ? { nextToken: String(to) } : {}),
  };
};
