import { BLANK, isIn, LINE_END, NAME, QUOTE, SPACE, WORD } from './char-class.ts';
import type { Scan } from './scan.ts';
import { MASKED } from './text-view.ts';

/** Where a value stands, without its quotes. */
export interface ValueExtent {
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
}

/** Longest value that is read as one; a longer one is redacted up to here and the rest read as text. */
export const MAX_VALUE_LENGTH = 8_192;
const MAX_BLANKS = 40;

const BACKSLASH = 0x5c;
const MASKED_CODE = MASKED.charCodeAt(0);

/** The value that begins at the place, after blanks: quoted at any depth of escaping, or up to where unquoted text ends. */
export const valueAt = (scan: Scan, index: number): ValueExtent | undefined => {
  let start = index;
  while (start < index + MAX_BLANKS && isIn(scan.code(start), BLANK)) start++;
  const quoteAt = openingQuote(scan, start);
  if (quoteAt !== undefined) return quotedValue(scan, start, quoteAt);
  const end = unquotedEnd(scan, start);
  return end > start ? { start, end, isQuoted: false } : undefined;
};

/** The place of the opening quote: right here, behind backslashes (`\"`) or behind a literal's letter (`b"`, `@"`). */
const openingQuote = (scan: Scan, index: number): number | undefined => {
  let place = index;
  while (scan.code(place) === BACKSLASH && place < index + 8) place++;
  if (isIn(scan.code(place), QUOTE)) return place;
  const isPrefixed = place === index && /[brufBRUFNEL@$]/.test(scan.slice(index, index + 1));
  return isPrefixed && isIn(scan.code(index + 1), QUOTE) && scan.code(index + 1) !== 0x60 ? index + 1 : undefined;
};

const quotedValue = (scan: Scan, index: number, quoteAt: number): ValueExtent | undefined => {
  const quote = scan.code(quoteAt);
  const depth = scan.code(index) === BACKSLASH ? quoteAt - index : 0;
  const isTriple = depth === 0 && scan.code(quoteAt + 1) === quote && scan.code(quoteAt + 2) === quote;
  const start = quoteAt + (isTriple ? 3 : 1);
  const closing = closingQuote(scan, start, { quote, depth, isTriple });
  const end = scan.code(closing.at) === quote ? closing.at - Math.min(depth, closing.backslashes) : closing.at;
  return end > start ? { start, end, isQuoted: true } : undefined;
};

interface Opening {
  readonly quote: number;
  /** Backslashes before the opening quote; the closing one has as many. */
  readonly depth: number;
  readonly isTriple: boolean;
}

/** The closing quote, or the end of the line or of what is read, and how many backslashes stand right before it. */
const closingQuote = (
  scan: Scan,
  start: number,
  { quote, depth, isTriple }: Opening,
): { at: number; backslashes: number } => {
  const ceiling = Math.min(scan.view.length, start + MAX_VALUE_LENGTH);
  let backslashes = 0;
  for (let at = start; at < ceiling; at++) {
    const code = scan.code(at);
    const isClosing = code === quote && (depth === 0 ? backslashes % 2 === 0 : backslashes <= depth);
    if (isClosing || (isIn(code, LINE_END) && !isTriple)) return { at, backslashes };
    backslashes = code === BACKSLASH ? backslashes + 1 : 0;
  }
  return { at: ceiling, backslashes: 0 };
};

/** Characters that end an unquoted value wherever they stand. */
const HARD_STOPS = new Set([...'"\'`<>|\\'].map((character) => character.charCodeAt(0)));
/** Characters that end it only when what follows is the next field or the end. */
const SOFT_STOPS = new Set([...',;&'].map((character) => character.charCodeAt(0)));
const OPENERS = new Map(
  [...'()[]{}'].map((character, index, all) => [
    character.charCodeAt(0),
    index % 2 === 0 ? 0 : (all[index - 1]?.charCodeAt(0) ?? 0),
  ]),
);

const unquotedEnd = (scan: Scan, start: number): number => {
  const ceiling = Math.min(scan.view.length, start + MAX_VALUE_LENGTH);
  const open: number[] = [];
  let end = start;
  for (; end < ceiling; end++) {
    const code = scan.code(end);
    if (isIn(code, SPACE) || HARD_STOPS.has(code) || code === 0) break;
    if (code === MASKED_CODE) continue;
    if (SOFT_STOPS.has(code) && endsField(scan, end)) break;
    const opener = OPENERS.get(code);
    if (opener === undefined) continue;
    if (opener === 0) open.push(code);
    else if (open.pop() !== opener) break;
  }
  return end;
};

/** Whether a comma, semicolon or ampersand is followed by the end of the text, a blank, a quote or the next `name=`. */
const endsField = (scan: Scan, index: number): boolean => {
  const next = scan.code(index + 1);
  if (next === 0 || isIn(next, SPACE) || isIn(next, QUOTE) || next === BACKSLASH) return true;
  if (!isIn(next, WORD)) return false;
  const ceiling = index + 48;
  let place = index + 1;
  while (place < ceiling && (isIn(scan.code(place), NAME) || scan.code(place) === 0x20)) place++;
  return scan.code(place) === 0x3d || scan.code(place) === 0x3a || place >= scan.view.length;
};
