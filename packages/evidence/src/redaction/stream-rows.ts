import { cutText } from './cut-text.ts';
import type { Detect } from './detector.ts';
import type { WritePlaceholder } from './placeholder.ts';
import { countTypes, replaceSpans } from './replace-spans.ts';
import { mergeSpans, RANK, type Span } from './span.ts';

interface RowParts {
  readonly detect: Detect;
  readonly write: WritePlaceholder;
  readonly maxLength: number;
}

/** The rows of one stream, and where each begins in the text that they are joined to by line ends. */
interface Rows {
  readonly lines: readonly string[];
  readonly starts: readonly number[];
  readonly joined: string;
}

/** The function behind `Redactor.stream`: rows are read as one text, and where one goes on in the next, without the line end. */
export const redactRows = (lines: readonly string[], { detect, write, maxLength }: RowParts) => {
  const rows = joinRows(lines);
  const spans = withSplitValues(detect(rows.joined), splitValues(rows, detect));
  const first = { span: 0 };
  const values = lines.map((line, row) => {
    const start = rows.starts[row] ?? 0;
    const own = spansOfRow(spans, first, { start, end: start + line.length });
    return cutText(replaceInRow(line, own, { rows, start, write }), maxLength);
  });
  return { values, counts: countTypes(spans) };
};

const joinRows = (lines: readonly string[]): Rows => {
  const starts: number[] = [];
  let place = 0;
  for (const line of lines) {
    starts.push(place);
    place += line.length + 1;
  }
  return { lines, starts, joined: lines.join('\n') };
};

/** Spans in order that overlap the row; `first` moves on with the rows, so that all rows together cost one pass. */
const spansOfRow = (
  spans: readonly Span[],
  first: { span: number },
  row: { start: number; end: number },
): readonly Span[] => {
  while ((spans[first.span]?.end ?? Number.POSITIVE_INFINITY) <= row.start) first.span++;
  let last = first.span;
  while ((spans[last]?.start ?? Number.POSITIVE_INFINITY) < row.end) last++;
  return spans.slice(first.span, last);
};

interface RowContext {
  readonly rows: Rows;
  readonly start: number;
  readonly write: WritePlaceholder;
}

/** Every row that holds a piece of a value gets its placeholder; the hash is that of the whole value. */
const replaceInRow = (line: string, spans: readonly Span[], { rows, start, write }: RowContext): string => {
  const local = spans.map((span) => ({
    start: Math.max(0, span.start - start),
    end: Math.min(line.length, span.end - start),
    type: span.type,
  }));
  const values = spans.map((span) => rows.joined.slice(span.start, span.end).replaceAll('\n', ''));
  let next = 0;
  return replaceSpans(line, local, (type) => write(type, values[next++] ?? ''));
};

const withSplitValues = (spans: readonly Span[], split: readonly Span[]): readonly Span[] =>
  split.length === 0 ? spans : mergeSpans([...spans, ...split].map((span) => ({ ...span, rank: RANK.shape })));

/** Values that lie across the end of a row: found in rows joined without line ends, placed in the joined text. */
const splitValues = ({ lines, starts }: Rows, detect: Detect): readonly Span[] => {
  const found: Span[] = [];
  for (let first = 0; first < lines.length; ) {
    const last = groupEnd(lines, first);
    if (last > first) found.push(...acrossSeams(lines.slice(first, last + 1), starts[first] ?? 0, detect));
    first = last + 1;
  }
  return found;
};

/** Characters of earlier rows that are looked at to see whether they go on. */
const SEEN_END = 64;

/** The last row of those that go on from `first` without a new event; empty rows between do not end them. */
const groupEnd = (lines: readonly string[], first: number): number => {
  let last = first;
  let written = lines[first] ?? '';
  while (last + 1 < lines.length && goesOn(written, lines[last + 1] ?? '')) {
    last++;
    written = written.slice(-SEEN_END) + (lines[last] ?? '');
  }
  return last;
};

const acrossSeams = (lines: readonly string[], offset: number, detect: Detect): readonly Span[] => {
  const ends: number[] = [];
  let length = 0;
  for (const line of lines) {
    length += line.length;
    ends.push(length);
  }
  let row = 0;
  return detect(lines.join('')).map(({ start, end, type }) => {
    while (start >= (ends[row] ?? length)) row++;
    let last = row;
    while (end > (ends[last] ?? length)) last++;
    return { start: offset + start + row, end: offset + end + last, type };
  });
};

/** The first field of the lines of structured loggers. */
const FIRST_FIELD = /^(?:level|lvl|ts|time|timestamp|msg|message|severity|caller|source|logger)=|^t=\d{4}-/;

/** What a new log event begins with: blank, bracket, time, address, level, a logger's first field, or a plain word. */
const FRESH = new RegExp(
  [
    String.raw`\s|[[{<("'>#|]|-{2}`,
    String.raw`\d{4}[-/]\d{2}[-/]\d{2}[T ]|\d{2}:\d{2}:\d{2}|(?:\d{1,3}\.){3}\d{1,3}[ :]|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}\s`,
    FIRST_FIELD.source.replaceAll('^', ''),
    '(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|START|END|REPORT|INIT_START)\\b',
    '[A-Z]?[a-z]{2,}[ ,]|[A-Z]\\w*(?:Error|Exception|Warning):',
  ]
    .map((part) => `^(?:${part})`)
    .join('|'),
);

/** Ends after which the next row cannot be a new event: within an escape, behind a sign, within a key's BEGIN line. */
const OPEN_END =
  /\\$|[:=]\s*$|@$|(?:Bearer|Basic|Token) $|[Aa]uthorization["']?\s*[:=]\s*\S{0,12}$|-{2,5}$|BEGIN[A-Z ]{0,40}-{0,5}\s*$/;
const WITHIN_WORD = /[\w+/.~%$!#*^&"'-]$/;

/** A name whose sign stands in the next row: `password` and `= x`, `db_pass` and `word = x`. */
const SIGN_FOLLOWS = /^\\*["']?\s?[:=](?!=)/;
const NAME_GOES_ON = /^[A-Za-z_-][\w-]{0,23}\\*["']? {0,2}[:=](?!=)/;
/** Groups of a number or account with blanks between them, parted between two groups. */
const GROUPS_END = /(?:[A-Z]{2}\d{2}|\d{4})(?:[ -][A-Z0-9]{0,4}){0,7}$|\+\d[\d ().-]{0,16}$/;
const GROUPS_GO_ON = /^[ -]?\(?(?:\d{1,8}|[A-Z0-9]{4})(?:[^A-Za-z0-9]|$)/;

/** Whether a row seems to go on in the next: the first ends within a word or value and the second begins within one. */
const goesOn = (line: string, next: string): boolean => {
  if (line === '' || next === '') return line !== '';
  const end = line.slice(-SEEN_END);
  const start = next.slice(0, SEEN_END);
  if (SIGN_FOLLOWS.test(start) && /\w\\*["']?\s?$/.test(end)) return true;
  if (OPEN_END.test(end)) return !/^\d{4}-\d{2}-\d{2}[T ]|^[[{]/.test(start);
  if (GROUPS_END.test(end) && GROUPS_GO_ON.test(start)) return true;
  if (!WITHIN_WORD.test(end)) return false;
  return !FRESH.test(start) || (NAME_GOES_ON.test(start) && !FIRST_FIELD.test(start));
};
