import { ERROR_PATTERN } from './error-pattern.ts';

/**
 * The most results a query may have; `GetQueryResults` pages through them by 10,000. Also enough for every bin: 50 groups × 1,800
 * minutes (24 h of window and 6 h of baseline) are 90,000.
 */
export const MAX_RESULTS = 100_000;

/** The column of a bin; Logs Insights names it as the query writes it. */
export const BIN_COLUMN = 'bin(1m)';
export const BIN_SECONDS = 60;

/** One Logs Insights query over some groups, from `startMs` (inclusive) to `endMs` (exclusive). */
export interface LogsQuery {
  /** What it is for, as reasons and cuts name it. */
  readonly purpose: string;
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly limit: number;
}

const EVENT_FIELDS = 'fields @timestamp, @message, @logStream, @log';
const ONLY_ERRORS = `| filter @message like /${ERROR_PATTERN}/`;
const EARLIEST_FIRST = '| sort @timestamp asc';
const COUNT_BY_MINUTE = `| stats count(*) as lines by @log, ${BIN_COLUMN}`;

/** The query texts. Each stage stands on a line of its own, so that one can be pasted into the console. */
export const queryTexts = {
  errors: (limit: number): string => [EVENT_FIELDS, ONLY_ERRORS, EARLIEST_FIRST, `| limit ${limit}`].join('\n'),
  lineCounts: (): string => ['fields @timestamp, @log', COUNT_BY_MINUTE, `| limit ${MAX_RESULTS}`].join('\n'),
  errorCounts: (): string =>
    ['fields @timestamp, @log', ONLY_ERRORS, COUNT_BY_MINUTE, `| limit ${MAX_RESULTS}`].join('\n'),
  /** `stream` must pass `isQuotable`. */
  surroundings: (stream: string, limit: number): string =>
    [EVENT_FIELDS, `| filter @logStream = '${stream}'`, EARLIEST_FIRST, `| limit ${limit}`].join('\n'),
  probe: (): string => 'fields @timestamp\n| limit 1',
} as const;

/** Whether a stream's name can stand in a query's string literal; how a quote would be escaped is not documented. */
export const isQuotable = (stream: string): boolean => /^[^'"\\\p{Cc}]+$/u.test(stream);
