import { BLANK, isIn, LETTER, NAME, QUOTE } from './char-class.ts';
import { redactAuthorization, redactCookies } from './header-value.ts';
import type { NameClass } from './name-class.ts';
import { looksLikePhone } from './phone.ts';
import type { PendingPair, Scan } from './scan.ts';
import { RANK } from './span.ts';
import { isCode, isPlaceholder, isRandom, looksLikeCredential } from './value-check.ts';
import { type ValueExtent, valueAt } from './value-extent.ts';
import { isUuid } from './value-shape.ts';

/** Looks up what a key name promises. */
export type NameLookup = (name: string) => NameClass | undefined;

const MAX_NAME_GAP = 40;
const MAX_NAME = 96;
/** A pair's value stands at most this far behind its name. */
const PAIR_REACH = 240;

/** Redacts the value after the separator (`=` or `:`) at the place when the name before it promises a secret. */
export const readNamedValue = (scan: Scan, separator: number, lookup: NameLookup): void => {
  if (separator < scan.namedUntil) return;
  const nameEnd = nameEndBefore(scan, separator);
  const nameStart = scan.runStart(nameEnd, NAME, MAX_NAME);
  if (nameStart === nameEnd || isPathPart(scan, separator, nameStart)) return;
  const name = scan.slice(nameStart, nameEnd);
  const valueFrom = afterSeparator(scan, separator);
  if (readPair(scan, name, valueFrom, lookup)) return;
  const found = lookup(name) ?? lookupWithWordBefore(scan, name, nameStart, nameEnd, lookup);
  if (found !== undefined) redactValue(scan, found, valueFrom, scan.code(separator) === 0x3a);
};

/** `arn:aws:secretsmanager:…:secret:db`: between two colons stands a part of a path, no name. */
const isPathPart = (scan: Scan, separator: number, nameStart: number): boolean =>
  scan.code(separator) === 0x3a && scan.code(nameStart - 1) === 0x3a && !isIn(scan.code(separator + 1), BLANK);

/** Before the separator: blanks, closing quotes with backslashes, `]` or `)` of an index, more separator signs. */
const nameEndBefore = (scan: Scan, separator: number): number => {
  let end = separator;
  const floor = Math.max(0, separator - MAX_NAME_GAP);
  while (end > floor && isBetween(scan.code(end - 1))) end--;
  return end;
};

const BETWEEN = new Set([...' \t"\'`\\]):=?+>'].map((character) => character.charCodeAt(0)));
const isBetween = (code: number): boolean => BETWEEN.has(code);

const afterSeparator = (scan: Scan, separator: number): number => {
  let place = separator + 1;
  while (scan.code(place) === 0x3e || scan.code(place) === 0x3d || scan.code(place) === 0x7e) place++;
  return place;
};

const AMBIGUOUS_ALONE = new Set(['key', 'keys', 'token', 'code', 'string', 'id', 'number']);
const TYPE_WORDS = new Set([
  'string',
  'str',
  'text',
  'varchar',
  'bytes',
  'char',
  'object',
  'any',
  'final',
  'const',
  'optional',
  'nullable',
]);

/** `API key: …`, `access token = …`, and `password: string = …`, where the word next to the sign is only half the name. */
const lookupWithWordBefore = (
  scan: Scan,
  name: string,
  start: number,
  end: number,
  lookup: NameLookup,
): NameClass | undefined => {
  const lower = name.toLowerCase();
  if (TYPE_WORDS.has(lower)) return lookup(wordBefore(scan, start));
  if (!AMBIGUOUS_ALONE.has(lower) || scan.code(start - 1) !== 0x20) return undefined;
  const before = scan.runStart(start - 1, NAME, MAX_NAME);
  const further = scan.code(before - 1) === 0x20 ? scan.runStart(before - 1, LETTER, MAX_NAME) : before;
  return lookup(scan.slice(further, end)) ?? lookup(scan.slice(before, end));
};

const wordBefore = (scan: Scan, index: number): string => {
  let end = index;
  while (end > index - 4 && (isIn(scan.code(end - 1), BLANK) || /[:&*?]/.test(scan.slice(end - 1, end)))) end--;
  return scan.slice(scan.runStart(end, NAME, MAX_NAME), end);
};

const PAIR_NAMES = new Set(['name', 'key', 'header', 'parameterkey', 'headername', 'variable']);
const PAIR_VALUES = new Set([
  'value',
  'val',
  'default',
  'parametervalue',
  'headervalue',
  'secret_value',
  'string_value',
  'stringvalue',
  's',
]);

/** `name: DB_PASSWORD` announces, `value: …` is the value; both may be members of one object in either style. */
const readPair = (scan: Scan, name: string, valueFrom: number, lookup: NameLookup): boolean => {
  const lower = name.toLowerCase();
  if (PAIR_NAMES.has(lower)) {
    const announced = valueAt(scan, valueFrom);
    const found = announced === undefined ? undefined : lookup(scan.slice(announced.start, announced.end));
    if (announced === undefined || found === undefined || !isPairStrength(found.strength)) return false;
    scan.pendingPair = { type: found.type, strength: found.strength, until: announced.end + PAIR_REACH };
    return true;
  }
  const pending = scan.pendingPair;
  if (pending === undefined || !PAIR_VALUES.has(lower)) return false;
  scan.pendingPair = undefined;
  if (valueFrom > pending.until) return false;
  redactValue(scan, pending, valueFrom, false);
  return true;
};

const isPairStrength = (strength: NameClass['strength']): strength is PendingPair['strength'] =>
  strength === 'strong' || strength === 'weak' || strength === 'header' || strength === 'cookies';

/** Redacts the value at the place when it is what its name promises. */
export const redactValue = (scan: Scan, name: NameClass, from: number, isColon: boolean): void => {
  if (name.strength === 'header') return redactAuthorization(scan, from);
  if (name.strength === 'cookies') return redactCookies(scan, from);
  const value = isColon ? (blockValue(scan, from) ?? nestedValue(scan, from)) : nestedValue(scan, from);
  if (value === undefined) return;
  const text = scan.slice(value.start, value.end);
  const isCut = value.end === scan.view.length;
  if (isProse(scan, value, text, isColon) || !isSecretValue(name, text, value.isQuoted, isCut)) return;
  scan.add(
    value.start,
    value.end,
    name.type,
    name.strength === 'phone' || name.strength === 'ssn' ? RANK.personal : RANK.named,
  );
};

/** The value, or the first text inside `{ "S": "…" }` and `[ "…" ]`, as typed attributes and lists write it. */
const nestedValue = (scan: Scan, from: number): ValueExtent | undefined => {
  const opened = /^[ \t]*(?:\[|\{\s{0,8}\\*"(?:S|s|value|Value|string|plaintext)\\*"\s{0,4}:)[ \t]*(?=\\*["'])/.exec(
    scan.slice(from, from + 64),
  );
  return valueAt(scan, opened === null ? from : from + opened[0].length);
};

const MAX_BLOCK_LENGTH = 4_096;

/** The indented lines under `name: |` or `name: >`. */
const blockValue = (scan: Scan, from: number): ValueExtent | undefined => {
  const opened = /^[ \t]*[|>][+-]?\d?[ \t]*\r?\n(?=([ \t]+)\S)/.exec(scan.slice(from, from + 96));
  const indent = opened?.[1];
  if (opened === null || indent === undefined) return undefined;
  const start = from + opened[0].length + indent.length;
  const lines = scan.slice(start, start + MAX_BLOCK_LENGTH).split('\n');
  let end = start + (lines[0]?.length ?? 0);
  for (const line of lines.slice(1)) {
    if (!line.startsWith(indent)) break;
    end += line.length + 1;
  }
  return { start, end, isQuoted: true };
};

/** `password: must be changed`: a plain word followed by more words is a sentence, not a value. */
const isProse = (scan: Scan, value: ValueExtent, text: string, isColon: boolean): boolean => {
  if (value.isQuoted || !isColon || !/^[A-Za-z]+[,.;:!?]?$/.test(text)) return false;
  return scan.code(value.end) === 0x20 && isIn(scan.code(value.end + 1), LETTER) && !isNextField(scan, value.end + 1);
};

const isNextField = (scan: Scan, index: number): boolean => {
  const end = scan.runEnd(index, NAME);
  return scan.code(end) === 0x3d || scan.code(end) === 0x3a || isIn(scan.code(end), QUOTE);
};

const isSecretValue = (name: NameClass, text: string, isQuoted: boolean, isCut: boolean): boolean => {
  if (isPlaceholder(text) || (!isQuoted && isCode(text))) return false;
  switch (name.strength) {
    case 'strong':
      return isStrongValue(text, isQuoted);
    case 'code':
      return /^[A-Za-z0-9-]{3,12}$/.test(text) && /\d{3}/.test(text);
    case 'phone':
      return looksLikePhone(text);
    case 'ssn':
      return /^\d{3}[- ]?\d{2}[- ]?\d{4}$/.test(text);
    case 'weak':
      return (
        looksLikeCredential(text) ||
        (isCut && text.length > 4 && /^[\w+/=.~-]+$/.test(text)) ||
        (isQuoted && /^\S{6,}$/.test(text) && /\d/.test(text) && /[A-Za-z]/.test(text))
      );
    default:
      return isRandom(text) || (name.type === 'api_key' && isUuid(text) && false);
  }
};

/** Not a number of seconds, a switch or a path to a file; and in running text no lone sign. */
const isStrongValue = (text: string, isQuoted: boolean): boolean => {
  if (/^[0-9]$/.test(text) || /^\/(?:[\w.-]+\/)+[\w.-]+$/.test(text)) return false;
  return isQuoted || text.length > 2 || /[A-Za-z0-9]{2}/.test(text);
};
