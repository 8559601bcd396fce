import { OUT_OF_TIME, type SourceFault } from '@opsrunbook/evidence';
import { type LogsQuery, queryTexts } from './queries.ts';
import { type QueryEnd, runQuery, stopQuery, type TakePage } from './run-query.ts';
import { callLogs, LEAVE_MS, type Session } from './session.ts';
import { reasonOf } from './source-failure.ts';

/** `StartQuery` takes at most this many log groups; a scope may name twice as many. */
const MAX_GROUPS = 50;

/** How many queries it takes to ask all groups. */
export const batchCount = ({ groups }: Session): number => Math.ceil(groups.length / MAX_GROUPS);

/** How a query over several batches of groups ended; `matched` over all of them. */
export type GroupsEnd = Exclude<QueryEnd, { end: 'refused' }>;

/**
 * Runs a query over the groups of the session, 50 at a time. One missing or denied group makes CloudWatch refuse the whole
 * query; then the groups at fault are found by halving, taken out with a reason each, and the query runs over the others.
 */
export const queryGroups = async (session: Session, query: LogsQuery, takePage: TakePage): Promise<GroupsEnd> => {
  const asked = session.groups;
  const ends: GroupsEnd[] = [];
  for (let from = 0; from < asked.length; from += MAX_GROUPS) {
    const ended = await queryBatch(session, query, asked.slice(from, from + MAX_GROUPS), takePage);
    if (ended !== undefined) ends.push(ended);
  }
  if (ends.length > 0 && ends.every(isComplete)) return { end: 'complete', matched: sum(ends.map((e) => e.matched)) };
  return { end: ends.every(({ end }) => end === 'none') ? 'none' : 'partial' };
};

const isComplete = (ended: GroupsEnd): ended is Extract<GroupsEnd, { end: 'complete' }> => ended.end === 'complete';

const sum = (counts: readonly (number | null)[]): number | null =>
  counts.reduce((total, count) => (total === null || count === null ? null : total + count), 0);

/** Undefined when none of the groups can be read: that is told of each group, and the query has lost nothing else. */
const queryBatch = async (
  session: Session,
  query: LogsQuery,
  groups: readonly string[],
  takePage: TakePage,
): Promise<GroupsEnd | undefined> => {
  const first = await runQuery(session, query, groups, takePage);
  if (first.end !== 'refused') return first;
  const readable = blamesAGroup(first.failure) ? await readableOf(session, query, groups) : groups;
  session.groups = session.groups.filter((group) => !groups.includes(group) || readable.includes(group));
  if (readable.length === 0) return undefined;
  if (readable.length === groups.length) return refused(session, query, first.failure);
  const second = await runQuery(session, query, readable, takePage);
  return second.end === 'refused' ? refused(session, query, second.failure) : second;
};

const refused = (session: Session, { purpose }: LogsQuery, failure: SourceFault): GroupsEnd => {
  session.note(reasonOf({ failure, action: 'StartQuery', subject: purpose, groups: session.groups }));
  return { end: 'none' };
};

const blamesAGroup = ({ code }: SourceFault): boolean => code === 'not_found' || code === 'access_denied';

/** The groups a query may name: n groups with k at fault take at most about 2 k log2(n) probes. */
const readableOf = async (
  session: Session,
  query: LogsQuery,
  groups: readonly string[],
): Promise<readonly string[]> => {
  const failure = await probe(session, query, groups);
  if (failure === undefined) return groups;
  if (groups.length === 1 || !blamesAGroup(failure)) {
    for (const group of groups) {
      session.note(reasonOf({ failure, action: 'StartQuery', subject: group, groups: [group] }));
    }
    return [];
  }
  const middle = Math.ceil(groups.length / 2);
  const before = await readableOf(session, query, groups.slice(0, middle));
  return [...before, ...(await readableOf(session, query, groups.slice(middle)))];
};

const TIME_IS_UP: SourceFault = {
  code: 'timeout',
  name: OUT_OF_TIME,
  message: 'the time budget ended before it was known whether the group can be read',
  retry: 'never',
};

/** Starts a query over one second and stops it at once: whether it may start is all that is asked, so it scans next to nothing. */
const probe = async (session: Session, { startMs, purpose }: LogsQuery, groups: readonly string[]) => {
  if (session.meter.outOfTime(purpose, LEAVE_MS)) return TIME_IS_UP;
  const startTime = Math.floor(startMs / 1000);
  const started = await callLogs(session, (client) =>
    client.startQuery({
      logGroupNames: [...groups],
      startTime,
      endTime: startTime,
      queryString: queryTexts.probe(),
      limit: 1,
    }),
  );
  if (!started.ok) return started.fault;
  await stopQuery(session, started.value.queryId ?? '');
  return undefined;
};
