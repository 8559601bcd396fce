import type { WritePlaceholder } from './placeholder.ts';
import type { Span } from './span.ts';

/** A redacted value and how many values of each type were replaced in it. */
export interface Redacted<T> {
  readonly value: T;
  readonly counts: Readonly<Record<string, number>>;
}

/** The text with a placeholder for every span; a bare JSON number becomes a JSON string. */
export const replaceSpans = (text: string, spans: readonly Span[], write: WritePlaceholder): string => {
  if (spans.length === 0) return text;
  const parts: string[] = [];
  let place = 0;
  for (const { start, end, type } of spans) {
    const value = text.slice(start, end);
    const quote = bareNumberQuote(text, start, end);
    parts.push(text.slice(place, start), quote, write(type, value), quote);
    place = end;
  }
  parts.push(text.slice(place));
  return parts.join('');
};

/** The quote, as escaped as its neighbour's, that a number behind `"name":` needs around a placeholder; else nothing. */
const bareNumberQuote = (text: string, start: number, end: number): string => {
  if (!/^[\d.eE+-]+$/.test(text.slice(start, Math.min(end, start + 40)))) return '';
  const before = /(\\*")\s{0,8}:\s{0,8}$/.exec(text.slice(Math.max(0, start - 32), start));
  if (before === null || !/^\s{0,8}(?:[,}\]]|$)/.test(text.slice(end, end + 10))) return '';
  return before[1] ?? '';
};

/** Counts by type, in the order of the types' names. */
export const countTypes = (spans: readonly Span[]): Record<string, number> => {
  const counts = new Map<string, number>();
  for (const { type } of spans) counts.set(type, (counts.get(type) ?? 0) + 1);
  return sortedCounts(counts);
};

/** An object with its types in alphabetical order, so that equal counts are equal bytes. */
export const sortedCounts = (counts: ReadonlyMap<string, number>): Record<string, number> =>
  Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
