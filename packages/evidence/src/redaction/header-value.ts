import { BLANK, isIn, LINE_END } from './char-class.ts';
import { classifyName } from './name-class.ts';
import type { Scan } from './scan.ts';
import { RANK } from './span.ts';
import { isPlaceholder, looksLikeCredential } from './value-check.ts';
import { valueAt } from './value-extent.ts';

const MAX_HEADER_LENGTH = 8_192;
const SCHEME = /^[A-Za-z][A-Za-z0-9_-]{1,31}(?=[ \t\r\n]+\S)/;
/** Schemes whose credentials are a list of parameters; those of all others are one word. */
const PARAMETER_SCHEME =
  /^(?:digest|oauth|hawk|signature|mac|aws4-.*|aws|negotiate|ntlm|scram-.*|sharedkey\w*|hmac.*|gnap|dpop)$/i;

/** Redacts the credentials of an Authorization header of any scheme, also behind a folded line; the scheme stays. */
export const redactAuthorization = (scan: Scan, from: number): void => {
  const extent = headerExtent(scan, from);
  if (extent === undefined) return;
  const text = scan.slice(extent.start, extent.end);
  const scheme = SCHEME.exec(text)?.[0] ?? '';
  const start = extent.start + scheme.length + (/^\s*/.exec(text.slice(scheme.length))?.[0].length ?? 0);
  const rest = scan.slice(start, extent.end).trimEnd();
  const credential = PARAMETER_SCHEME.test(scheme) || /,$/.test(firstWord(rest)) ? rest : firstWord(rest);
  if (!isCredential(credential, scheme !== '')) return;
  scan.add(start, start + credential.length, 'auth_header', RANK.named);
  scan.namedUntil = start + credential.length;
};

const firstWord = (text: string): string => /^\S*/.exec(text)?.[0] ?? '';

const NO_CREDENTIAL =
  /^(?:failed|failure|required|header|headers|token|tokens|error|missing|invalid|is|was|was|not|code|flow|server|endpoint|policy|via|for)\b/i;

const isCredential = (value: string, hasScheme: boolean): boolean => {
  if (isPlaceholder(value) || NO_CREDENTIAL.test(value)) return false;
  return hasScheme ? value.length >= 6 && !/^[a-z]+[.,]?$/i.test(value) : looksLikeCredential(value);
};

interface Extent {
  readonly start: number;
  readonly end: number;
}

/** The header's value: up to its closing quote, or to the end of its lines, or to the quote that ends a command's option. */
const headerExtent = (scan: Scan, from: number): Extent | undefined => {
  let start = afterBlanks(scan, from);
  if (scan.code(start) === 0x5b) start = afterBlanks(scan, start + 1);
  const value = valueAt(scan, start);
  if (value === undefined) return undefined;
  if (value.isQuoted) return value;
  const lineEnd = foldedEnd(scan, value.start);
  let end = value.start;
  let isInParameter = false;
  for (; end < lineEnd; end++) {
    const code = scan.code(end);
    if (code === 0x22 && (isInParameter || scan.code(end - 1) === 0x3d)) isInParameter = !isInParameter;
    else if (isHeaderStop(code)) break;
  }
  return end > value.start ? { start: value.start, end } : undefined;
};

const HEADER_STOPS = new Set([...'"\'\\`<}]'].map((character) => character.charCodeAt(0)));
const isHeaderStop = (code: number): boolean => HEADER_STOPS.has(code);

const afterBlanks = (scan: Scan, index: number): number => {
  let place = index;
  while (place < index + 80 && (isIn(scan.code(place), BLANK) || foldLength(scan, place) > 0)) place++;
  return place;
};

/** Length of a line end that is followed by a blank, which folds the header onto the next line; else 0. */
const foldLength = (scan: Scan, index: number): number => {
  if (!isIn(scan.code(index), LINE_END)) return 0;
  const length = scan.code(index) === 0x0d && scan.code(index + 1) === 0x0a ? 2 : 1;
  return isIn(scan.code(index + length), BLANK) && !isIn(scan.code(index + length + 1), BLANK) ? length : 0;
};

/** End of the line, or of the one it is folded onto when only the scheme stands on the first. */
const foldedEnd = (scan: Scan, start: number): number => {
  const end = scan.lineEnd(start, MAX_HEADER_LENGTH);
  const isSchemeAlone = /^[A-Za-z][\w-]{1,31}[ \t]*$/.test(scan.slice(start, Math.min(end, start + 48)));
  const fold = isSchemeAlone ? foldLength(scan, end) : 0;
  return fold === 0 ? end : scan.lineEnd(end + fold, MAX_HEADER_LENGTH);
};

const COOKIE_ATTRIBUTES =
  /^(?:path|domain|expires|max-age|samesite|secure|httponly|partitioned|priority|version|comment)$/i;
const NO_EXTRA_NAMES: ReadonlySet<string> = new Set();

/** Redacts the values of a Cookie or Set-Cookie header that identify a session; preferences stay. */
export const redactCookies = (scan: Scan, from: number): void => {
  const extent = headerExtent(scan, from);
  if (extent === undefined) return;
  let place = extent.start;
  for (const part of scan.slice(extent.start, extent.end).split(';')) {
    redactCookie(scan, place, part);
    place += part.length + 1;
  }
  scan.namedUntil = extent.end;
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
