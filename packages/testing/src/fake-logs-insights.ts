import type {
  DescribeLogGroupsRequest,
  DescribeLogGroupsResponse,
  GetQueryResultsRequest,
  GetQueryResultsResponse,
  QueryStatus,
  StartQueryRequest,
  StartQueryResponse,
  StopQueryRequest,
  StopQueryResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import { awsError } from './aws-error.ts';
import { answerFakeQuery, type FakeLogEvent, type FakeQueryOptions, type FakeQueryResults } from './fake-logs-query.ts';

export type LogsAction = 'startQuery' | 'getQueryResults' | 'stopQuery' | 'describeLogGroups';

export interface FakeLogsInsightsProps extends FakeQueryOptions {
  readonly events: readonly FakeLogEvent[];
  /** Groups that exist; those of the events when absent. */
  readonly groups?: readonly string[];
  /** What the polls of the nth query (from 0) say, the last one for ever; Running, then Complete by default. */
  readonly statuses?: (query: number) => readonly QueryStatus[];
  readonly pageSize?: number;
  /** Called before each call is answered: throw to make it fail, move a clock to make it slow. */
  readonly onCall?: (action: LogsAction, input: StartQueryRequest & { readonly queryId?: string | undefined }) => void;
}

interface FakeQuery {
  readonly results: FakeQueryResults;
  readonly bytes: number;
  readonly statuses: readonly QueryStatus[];
  polls: number;
  status: QueryStatus;
}

const UNDER_WAY: readonly QueryStatus[] = ['Scheduled', 'Running'];

/** Logs Insights with the rules of the real one; `running` are the queries nobody stopped and that have not ended. */
export class FakeLogsInsights {
  readonly calls: { readonly action: LogsAction; readonly input: object }[] = [];
  readonly started: StartQueryRequest[] = [];
  readonly #props: FakeLogsInsightsProps;
  readonly #queries = new Map<string, FakeQuery>();

  constructor(props: FakeLogsInsightsProps) {
    this.#props = props;
  }

  get running(): readonly string[] {
    return [...this.#queries].flatMap(([id, { status }]) => (UNDER_WAY.includes(status) ? [id] : []));
  }

  async startQuery(input: StartQueryRequest): Promise<StartQueryResponse> {
    this.#note('startQuery', input);
    const groups = input.logGroupNames ?? [];
    checkRequest(input, groups);
    const { events, groups: existing = events.map(({ group }) => group) } = this.#props;
    const missing = groups.find((group) => !existing.includes(group));
    if (missing !== undefined)
      throw awsError('ResourceNotFoundException', 'client', `Log group '${missing}' does not exist`);
    const [startMs, endMs] = [Number(input.startTime) * 1000, Number(input.endTime) * 1000];
    const scanned = events.filter(({ group, at_ms }) => groups.includes(group) && at_ms >= startMs && at_ms <= endMs);
    const results = answerFakeQuery(input.queryString ?? '', scanned, input.limit ?? 10_000, this.#props);
    const bytes = scanned.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
    const statuses = this.#props.statuses?.(this.started.length) ?? ['Running', 'Complete'];
    const queryId = `query-${this.started.push(input) - 1}`;
    this.#queries.set(queryId, { results, bytes, statuses, polls: 0, status: 'Scheduled' });
    return { queryId };
  }

  async getQueryResults(input: GetQueryResultsRequest): Promise<GetQueryResultsResponse> {
    this.#note('getQueryResults', input);
    const query = this.#query(input.queryId);
    if (input.nextToken === undefined && query.status !== 'Cancelled') {
      query.status = query.statuses[Math.min(query.polls, query.statuses.length - 1)] ?? 'Complete';
      query.polls += 1;
    }
    const { rows, matched } = query.results;
    const isComplete = query.status === 'Complete';
    const found = isComplete ? rows : rows.slice(0, Math.ceil(rows.length / 2));
    const from = Number(input.nextToken ?? 0);
    const to = from + (this.#props.pageSize ?? 10_000);
    const bytesScanned = isComplete ? query.bytes : Math.ceil(query.bytes / 2);
    return {
      status: query.status,
      results: found.slice(from, to),
      statistics: { recordsMatched: matched, bytesScanned },
      ...(isComplete && to < found.length ? { nextToken: String(to) } : {}),
    };
  }

  async stopQuery(input: StopQueryRequest): Promise<StopQueryResponse> {
    this.#note('stopQuery', input);
    const query = this.#query(input.queryId);
    if (!UNDER_WAY.includes(query.status)) throw awsError('InvalidParameterException', 'client', 'the query has ended');
    query.status = 'Cancelled';
    return { success: true };
  }

  async describeLogGroups(input: DescribeLogGroupsRequest): Promise<DescribeLogGroupsResponse> {
    this.#note('describeLogGroups', input);
    if ((input.limit ?? 50) > 50) throw awsError('InvalidParameterException', 'client', 'limit above 50');
    return { logGroups: [] };
  }

  #note(action: LogsAction, input: object): void {
    this.calls.push({ action, input });
    const all: StartQueryRequest = { startTime: undefined, endTime: undefined, queryString: undefined, ...input };
    this.#props.onCall?.(action, all);
  }

  #query(queryId: string | undefined): FakeQuery {
    const query = this.#queries.get(queryId ?? '');
    if (query === undefined) throw awsError('ResourceNotFoundException', 'client', `there is no query ${queryId}`);
    return query;
  }
}

/** Seconds of the year 5138; epoch milliseconds of today lie above. */
const LATEST_SECOND = 1e11;

const checkRequest = (
  { startTime, endTime, limit, queryString }: StartQueryRequest,
  groups: readonly string[],
): void => {
  const wrong = (detail: string): never => {
    throw awsError('InvalidParameterException', 'client', detail);
  };
  if (groups.length === 0 || groups.length > 50) wrong(`${groups.length} log groups; 1 to 50 are allowed`);
  if (new Set(groups).size < groups.length) wrong('a log group is named twice');
  const [start, end] = [Number(startTime), Number(endTime)];
  if (!Number.isInteger(start) || !Number.isInteger(end)) wrong('times are whole seconds');
  if (end > LATEST_SECOND) wrong('times are seconds, not milliseconds');
  if (start > end) wrong('the start lies after the end');
  if (limit !== undefined && (limit < 1 || limit > 100_000)) wrong(`limit ${limit}; 1 to 100,000 are allowed`);
  if ((queryString ?? '').length > 10_000) wrong('the query is longer than 10,000 characters');
};
