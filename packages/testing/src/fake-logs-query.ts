import type { ResultField } from '@aws-sdk/client-cloudwatch-logs';
import { awsError } from './aws-error.ts';

/** One event in a fake log group. */
export interface FakeLogEvent {
  readonly group: string;
  readonly stream: string;
  readonly at_ms: number;
  readonly message: string;
}

/** A row of results before it is written as fields. */
type Row = readonly (readonly [field: string, value: string])[];

/** What a query found: rows in the provider's order, and how many events matched before `stats` and `limit`. */
export interface FakeQueryResults {
  readonly rows: readonly ResultField[][];
  readonly matched: number;
}

export interface FakeQueryOptions {
  /** Leaves `stats` out and answers the events themselves, as the emulator of the end-to-end test does. */
  readonly ignoresStats?: boolean;
  /** Turns round whatever order the query leaves open: events of one time, rows of `stats`. */
  readonly shuffled?: boolean;
}

const MINUTE_MS = 60_000;

/** Answers the few stages our collector uses; anything else is refused, so that a new stage is noticed here first. */
export const answerFakeQuery = (
  text: string,
  events: readonly FakeLogEvent[],
  limit: number,
  { ignoresStats = false, shuffled = false }: FakeQueryOptions,
): FakeQueryResults => {
  let found = shuffled ? events.toReversed() : [...events];
  let counts = false;
  let most = limit;
  for (const stage of text.split('\n| ')) {
    const filter = filterOf(stage);
    if (filter !== undefined) found = found.filter(filter);
    else if (stage === 'sort @timestamp asc') found.sort((a, b) => a.at_ms - b.at_ms);
    else if (/^limit \d+$/.test(stage)) most = Math.min(most, Number(stage.slice(6)));
    else if (stage === 'stats count(*) as lines by @log, bin(1m)') counts = !ignoresStats;
    else if (!stage.startsWith('fields ')) throw awsError('MalformedQueryException', 'client', `unexpected: ${stage}`);
  }
  const rows = counts ? countRows(found) : found.map(eventRow);
  const asFields = rows.slice(0, most).map((row) => row.map(([field, value]) => ({ field, value })));
  return { rows: asFields, matched: found.length };
};

const filterOf = (stage: string): ((event: FakeLogEvent) => boolean) | undefined => {
  const pattern = /^filter @message like \/(.*)\/$/s.exec(stage)?.[1];
  if (pattern !== undefined) return ({ message }) => new RegExp(pattern).test(message);
  const stream = /^filter @logStream = '([^']*)'$/.exec(stage)?.[1];
  return stream === undefined ? undefined : (event) => event.stream === stream;
};

const eventRow = (event: FakeLogEvent): Row => [
  ['@timestamp', insightsTime(event.at_ms)],
  ['@message', event.message],
  ['@logStream', event.stream],
  ['@log', `123456789012:${event.group}`],
  ['@ptr', JSON.stringify(event)],
];

const countRows = (events: readonly FakeLogEvent[]): readonly Row[] => {
  const byBin = Map.groupBy(events, ({ group, at_ms }) => `${at_ms - (at_ms % MINUTE_MS)} ${group}`);
  return [...byBin].map(([key, { length }]) => [
    ['@log', `123456789012:${key.slice(key.indexOf(' ') + 1)}`],
    ['bin(1m)', insightsTime(Number(key.slice(0, key.indexOf(' '))))],
    ['lines', String(length)],
  ]);
};

const insightsTime = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
