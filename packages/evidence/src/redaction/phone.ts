import { DIGIT, isIn, WORD } from './char-class.ts';
import type { Scan } from './scan.ts';
import { RANK } from './span.ts';

const digitCount = (value: string): number => value.replace(/\D/g, '').length;

/** Whether a value under a name like `phone` is one: 7 to 15 digits with the usual signs. */
export const looksLikePhone = (value: string): boolean =>
  /^\+?[\d\s().\-/]+(?:\s?(?:x|ext\.?)\s?\d{1,6})?$/i.test(value) && digitCount(value) >= 7 && digitCount(value) <= 20;

const INTERNATIONAL =
  /^\+[1-9]\d{0,3}(?:[ .-]?(?:\(\d{1,5}\)|\d{1,14})){1,6}(?:[ ]?(?:x|ext\.?)[ ]?\d{1,6})?(?![\d\w])/;
const NORTH_AMERICAN =
  /^(?:\([2-9]\d{2}\) ?[2-9]\d{2}[-. ]\d{4}|(?:001[-. ]|1[-. ])?[2-9]\d{2}([-.])[2-9]\d{2}\1\d{4})(?:[ ]?x\d{1,6})?(?![\d\w-]|\.\d)/;
const LOCAL =
  /^(?:\(\d{1,5}\)|\d{2,5})(?:[ .\-/]{1,2}(?:\(\d{1,5}\)|\d{2,8})){0,5}(?:[ ]?x\d{1,6})?(?![\d\w]|[-.:/]\d)/;
const PHONE_WORDS =
  /\b(?:phone|mobile|tel|telephone|fax|cell|call(?:ed|ing)?|caller|dial(?:ed|ling)?|sms|msisdn|whatsapp|text(?:ed)?|desk|office|contact|answering|registered|messages|hotline|number)\b[^\d\n]{0,24}\n?$/i;
const CONTEXT_LENGTH = 40;

/** Finds the telephone number that begins at the place (`+`, `(` or a digit) and returns its end, or the place itself. */
export const matchPhone = (scan: Scan, index: number): number => {
  const before = scan.code(index - 1);
  if (isIn(before, WORD) || before === 0x2e || before === 0x2d || before === 0x2f || before === 0x2b) return index;
  const text = scan.slice(index, index + 32);
  const found =
    scan.code(index) === 0x2b ? international(text) : (NORTH_AMERICAN.exec(text) ?? localPhone(scan, index, text));
  if (found === null) return index;
  scan.add(index, index + found[0].length, 'phone', RANK.personal);
  return index + found[0].length;
};

const international = (text: string): RegExpExecArray | null => {
  const found = INTERNATIONAL.exec(text);
  const digits = digitCount(found?.[0] ?? '');
  return digits >= 8 && digits <= 21 ? found : null;
};

/** A number of some country's own form counts only behind a word about telephones. */
const localPhone = (scan: Scan, index: number, text: string): RegExpExecArray | null => {
  const found = LOCAL.exec(text);
  const digits = digitCount(found?.[0] ?? '');
  if (found === null || digits < 7 || digits > 15 || /^\d{4}-\d{2}-\d{2}/.test(found[0])) return null;
  return PHONE_WORDS.test(scan.slice(Math.max(0, index - CONTEXT_LENGTH), index)) ? found : null;
};

const SSN = /^(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/;

/** Finds the US social security number (area, group and serial in their ranges) at the place and returns its end. */
export const matchSsn = (scan: Scan, index: number): number => {
  const before = scan.code(index - 1);
  if (isIn(before, WORD) || before === 0x2d || before === 0x2e || isIn(scan.code(index + 4), WORD & ~DIGIT))
    return index;
  if (!SSN.test(scan.slice(index, index + 12))) return index;
  scan.add(index, index + 11, 'us_ssn', RANK.personal);
  return index + 11;
};
