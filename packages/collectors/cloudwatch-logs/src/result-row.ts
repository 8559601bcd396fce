import type { ResultField } from '@aws-sdk/client-cloudwatch-logs';
import { BIN_COLUMN, BIN_SECONDS } from './queries.ts';

/** One log event as a query returned it; `id` tells it from every other event, also from one of the same text and time. */
export interface LogEvent {
  readonly id: string;
  readonly atMs: number;
  readonly group: string;
  readonly stream: string;
  readonly message: string;
}

/** How many lines a group wrote in a bin. */
export interface LineCount {
  readonly group: string;
  readonly startMs: number;
  readonly lines: number;
}

/** The log event of a result row; undefined when the row has no readable time, group or stream. */
export const logEventOf = (row: readonly ResultField[]): LogEvent | undefined => {
  const fields = fieldsOf(row);
  const atMs = timeMs(fields.get('@timestamp'));
  const log = fields.get('@log');
  const stream = fields.get('@logStream');
  if (atMs === undefined || log === undefined || stream === undefined) return undefined;
  const group = groupOf(log);
  const message = fields.get('@message') ?? '';
  return { id: fields.get('@ptr') ?? JSON.stringify([atMs, group, stream, message]), atMs, group, stream, message };
};

/**
 * The count of a `stats` row. An endpoint that leaves `stats` out (the emulator of the end-to-end test does) returns the lines
 * themselves: each counts one, in the bin of its own time.
 */
export const lineCountOf = (row: readonly ResultField[]): LineCount | undefined => {
  const fields = fieldsOf(row);
  const atMs = timeMs(fields.get(BIN_COLUMN) ?? fields.get('@timestamp'));
  const log = fields.get('@log');
  const lines = Number(fields.get('lines') ?? 1);
  if (atMs === undefined || log === undefined || !Number.isSafeInteger(lines)) return undefined;
  return { group: groupOf(log), startMs: binStart(atMs), lines };
};

/** The start of the bin a moment falls into. */
export const binStart = (atMs: number): number => atMs - (atMs % (BIN_SECONDS * 1000));

/** Field names come from log data and may be `__proto__`: never an object. */
const fieldsOf = (row: readonly ResultField[]): ReadonlyMap<string, string> =>
  new Map(row.flatMap(({ field, value }) => (field === undefined || value === undefined ? [] : [[field, value]])));

/** `@log` is `account:group`; a group's name has no colon. */
const groupOf = (log: string): string => log.slice(log.indexOf(':') + 1);

/** Logs Insights writes times as `2026-03-03 12:00:00.000`, in UTC. */
const timeMs = (text: string | undefined): number | undefined => {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d\.\d{3})$/.exec(text ?? '');
  const ms = parts === null ? Number.NaN : Date.parse(`${parts[1]}T${parts[2]}Z`);
  return Number.isNaN(ms) ? undefined : ms;
};
