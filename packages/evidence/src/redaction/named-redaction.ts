import { isIn, LETTER, NAME, QUOTE } from './char-class.ts';
import { redactAuthorization, redactCookies } from './header-value.ts';
import type { NameClass } from './name-class.ts';
import { looksLikePhone } from './phone.ts';
import type { Scan } from './scan.ts';
import { RANK } from './span.ts';
import { isCode, isPlaceholder, isRandom, looksLikeCredential } from './value-check.ts';
import { type ValueExtent, valueAt } from './value-extent.ts';

interface Place {
  /** Where the value, its quote or the blanks before it begin. */
  readonly from: number;
  /** Whether the name ended with a colon, as in prose and YAML. */
  readonly isColon: boolean;
}

/** Redacts the value at the place when it is what its name promises. */
export const redactNamed = (scan: Scan, name: NameClass, { from, isColon }: Place): void => {
  if (name.strength === 'header') {
    redactAuthorization(scan, from);
    return;
  }
  if (name.strength === 'cookies') {
    redactCookies(scan, from);
    return;
  }
  const value = (isColon ? blockValue(scan, from) : undefined) ?? nestedValue(scan, from);
  if (value === undefined) return;
  const text = scan.slice(value.start, value.end);
  if (isProse(scan, { value, text, isColon }) || !keepsPromise(scan, name, { value, text })) return;
  const isPersonal = name.strength === 'phone' || name.strength === 'ssn';
  scan.add(value.start, value.end, name.type, isPersonal ? RANK.personal : RANK.named);
  scan.namedUntil = value.end;
};

const NESTED = /^[ \t]*(?:\[|\{\s{0,8}\\*"(?:S|s|value|Value|string|plaintext)\\*"\s{0,4}:)[ \t]*(?=\\*["'])/;

/** The value, or the first text inside `{ "S": "…" }` and `[ "…" ]`, as typed attributes and lists write it. */
const nestedValue = (scan: Scan, from: number): ValueExtent | undefined => {
  const first = scan.code(from) === 0x20 ? scan.code(from + 1) : scan.code(from);
  if (first !== 0x5b && first !== 0x7b) return valueAt(scan, from);
  const opened = NESTED.exec(scan.slice(from, from + 64));
  return valueAt(scan, opened === null ? from : from + opened[0].length);
};

const MAX_BLOCK_LENGTH = 4_096;
const BLOCK = /^[ \t]*[|>][+-]?\d?[ \t]*\r?\n(?=([ \t]+)\S)/;

/** The indented lines under `name: |` or `name: >`. */
const blockValue = (scan: Scan, from: number): ValueExtent | undefined => {
  const sign = scan.code(from + 1);
  if (sign !== 0x7c && sign !== 0x3e) return undefined;
  const opened = BLOCK.exec(scan.slice(from, from + 96));
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

interface Read {
  readonly value: ValueExtent;
  readonly text: string;
}

/** `password: must be changed`: a plain word followed by more words is a sentence, not a value. */
const isProse = (scan: Scan, { value, text, isColon }: Read & { readonly isColon: boolean }): boolean => {
  if (value.isQuoted || !isColon || !/^[A-Za-z]+[,.;:!?]?$/.test(text)) return false;
  if (scan.code(value.end) !== 0x20 || !isIn(scan.code(value.end + 1), LETTER)) return false;
  const next = scan.runEnd(value.end + 1, NAME);
  return scan.code(next) !== 0x3d && scan.code(next) !== 0x3a && !isIn(scan.code(next), QUOTE);
};

/** Longest piece of a value that is judged; what follows cannot make it harmless. */
const JUDGED_LENGTH = 512;

const keepsPromise = (scan: Scan, name: NameClass, { value, text }: Read): boolean => {
  const judged = text.length > JUDGED_LENGTH ? text.slice(0, JUDGED_LENGTH) : text;
  if (value.isQuoted && isShellCommand(scan, value, judged)) return false;
  if (value.isQuoted && isSecretUnderName(name, judged)) return true;
  if (isPlaceholder(judged) || (!value.isQuoted && isCode(judged))) return false;
  return (
    (!value.isQuoted && isAsPromised(name, judged, false)) ||
    (name.strength === 'weak' && isCutShort(scan, value, judged))
  );
};

/** Whether a whole value, as a JSON string or within quotes, is what its name promises. */
export const isSecretUnderName = (name: NameClass, value: string): boolean => {
  const judged = value.slice(0, JUDGED_LENGTH);
  if (name.strength === 'strong' && USED_AS_PASSWORD.test(judged)) return true;
  return !isPlaceholder(judged) && isAsPromised(name, judged, true);
};

const isAsPromised = (name: NameClass, text: string, isQuoted: boolean): boolean => {
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
      return looksLikeCredential(text) || (isQuoted && isShortKey(text));
    case 'random':
      return isRandom(text);
    default:
      return false;
  }
};

/** Words that people do set as passwords; unquoted they are more often part of a sentence. */
const USED_AS_PASSWORD = /^(?:password|passwd|secret|default|changeme)$/;

/** `KEY=\`vault read …\``: a command whose output is the value. */
const isShellCommand = (scan: Scan, value: ValueExtent, text: string): boolean =>
  value.isQuoted && scan.code(value.start - 1) === 0x60 && text.includes(' ');

/** The text ends within the value: what there is of it may be too short to look like anything. */
const isCutShort = (scan: Scan, value: ValueExtent, text: string): boolean =>
  value.end === scan.view.length && text.length > 4 && /^[\w+/=.~-]+$/.test(text);

const isShortKey = (text: string): boolean => /^[^\s:]{6,7}$/.test(text) && /\d/.test(text) && /[A-Za-z]/.test(text);

/** Not a single digit, nor the path of a file. */
const isStrongValue = (text: string, isQuoted: boolean): boolean => {
  if ((isQuoted ? /^\d$/ : /^\d{1,3}$/).test(text) || /^\/(?:[\w.-]+\/)+[\w.-]+$/.test(text)) return false;
  return isQuoted || text.length > 2 || /[A-Za-z0-9]{2}/.test(text);
};
