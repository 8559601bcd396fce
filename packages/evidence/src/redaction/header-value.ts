import { BLANK, isIn, LINE_END } from './char-class.ts';
import { classifyName } from './name-class.ts';
import type { Scan } from './scan.ts';
import { RANK } from './span.ts';
import { isPlaceholder, looksLikeCredential } from './value-check.ts';
import { valueAt } from './value-extent.ts';

const MAX_HEADER_LENGTH = 8_192;
const SCHEME = /^(?:[A-Za-z][A-Za-z0-9_-]{1,31})(?=[ \t\r\n]+\S)/;

/** Redacts the credentials of an Authorization header of any scheme, also behind a folded line; the scheme stays. */
export const redactAuthorization = (scan: Scan, from: number): void => {
  const extent = headerExtent(scan, from);
  if (extent === undefined) return;
  const text = scan.slice(extent.start, extent.end);
  const scheme = SCHEME.exec(text)?.[0] ?? '';
  const start = afterBlanks(scan, extent.start + scheme.length);
  const end = scheme === '' || !isFolded(scan, extent.start + scheme.length) ? extent.end : foldedEnd(scan, start);
  const credential = scan.slice(start, end).trimEnd();
  if (!isCredential(credential, scheme !== '')) return;
  scan.add(start, start + credential.length, 'auth_header', RANK.named);
};

const isCredential = (value: string, hasScheme: boolean): boolean => {
  if (isPlaceholder(value) || /^(?:failed|required|header|token|error|missing)\b/i.test(value)) return false;
  return hasScheme ? value.length >= 6 && !/^[a-z]+(?: [a-z]+)+$/i.test(value) : looksLikeCredential(value);
};

/** The header's value: up to its closing quote, or to the end of the line, or to the quote that ends a command's option. */
const headerExtent = (scan: Scan, from: number): { start: number; end: number } | undefined => {
  let start = afterBlanks(scan, from);
  if (scan.code(start) === 0x5b) start++;
  const value = valueAt(scan, start);
  if (value === undefined) return undefined;
  if (value.isQuoted) return { start: value.start, end: value.end };
  const lineEnd = scan.lineEnd(value.start, MAX_HEADER_LENGTH);
  let end = value.start;
  while (end < lineEnd && !isHeaderStop(scan, end)) end++;
  return end > value.start ? { start: value.start, end } : undefined;
};

const isHeaderStop = (scan: Scan, index: number): boolean => {
  const code = scan.code(index);
  if (code === 0x22) return !isParameterQuote(scan, index);
  return code === 0x27 || code === 0x5c || code === 0x60 || code === 0x3c || code === 0x7d || code === 0x5d;
};

/** `Digest username="x"`: a quote that belongs to a parameter of the header. */
const isParameterQuote = (scan: Scan, index: number): boolean => {
  if (scan.code(index - 1) === 0x3d) return true;
  const next = scan.code(index + 1);
  return next === 0x2c && scan.code(index + 2) === 0x20;
};

const afterBlanks = (scan: Scan, index: number): number => {
  let place = index;
  while (place < index + 80 && isIn(scan.code(place), BLANK | LINE_END) && isInFold(scan, place)) place++;
  return place;
};

/** A line end belongs to the header only when the next line begins with a blank. */
const isInFold = (scan: Scan, index: number): boolean => {
  const code = scan.code(index);
  if (isIn(code, BLANK)) return true;
  const next = scan.code(index + 1);
  return code === 0x0d ? next === 0x0a && isIn(scan.code(index + 2), BLANK) : isIn(next, BLANK);
};

const isFolded = (scan: Scan, index: number): boolean => isIn(scan.code(index), LINE_END);

const foldedEnd = (scan: Scan, start: number): number => scan.lineEnd(start, MAX_HEADER_LENGTH);

const COOKIE_ATTRIBUTES =
  /^(?:path|domain|expires|max-age|samesite|secure|httponly|partitioned|priority|version|comment)$/i;
const NO_EXTRA_NAMES: ReadonlySet<string> = new Set();

/** Redacts the values of a Cookie or Set-Cookie header that identify a session; preferences stay. */
export const redactCookies = (scan: Scan, from: number): void => {
  const extent = headerExtent(scan, from);
  if (extent === undefined) return;
  const text = scan.slice(extent.start, extent.end);
  let place = 0;
  for (const part of text.split(';')) {
    redactCookie(scan, extent.start + place, part);
    place += part.length + 1;
  }
};

const redactCookie = (scan: Scan, start: number, part: string): void => {
  const equals = part.indexOf('=');
  if (equals <= 0) return;
  const name = part.slice(0, equals).trim();
  const value = part.slice(equals + 1).trimEnd();
  if (COOKIE_ATTRIBUTES.test(name) || isPlaceholder(value)) return;
  const isNamed = classifyName(name, NO_EXTRA_NAMES) !== undefined && value.length >= 4;
  if (!isNamed && !(value.length >= 16 && looksLikeCredential(value))) return;
  const valueStart = start + equals + 1;
  scan.add(valueStart, valueStart + value.length, 'cookie', RANK.named);
};
