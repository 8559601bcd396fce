import { ALNUM, DIGIT, isIn, LETTER, NAME } from './char-class.ts';
import type { Scan } from './scan.ts';
import { RANK } from './span.ts';

/** Whether the digits pass the Luhn check of ISO/IEC 7812-1. */
export const passesLuhn = (digits: string): boolean => {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
};

interface Issuer {
  readonly prefix: RegExp;
  readonly lengths: readonly number[];
}

/** Number ranges of the card schemes, from their published BIN tables. */
const ISSUERS: readonly Issuer[] = [
  { prefix: /^4/, lengths: [13, 16, 19] },
  { prefix: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] },
  { prefix: /^3[47]/, lengths: [15] },
  { prefix: /^(?:6011|64[4-9]|65|622)/, lengths: [16, 19] },
  { prefix: /^35(?:2[89]|[3-8])/, lengths: [16] },
  { prefix: /^(?:1800|2131)/, lengths: [15] },
  { prefix: /^(?:30[0-5]|309|36|38|39)/, lengths: [14] },
  { prefix: /^(?:5018|5020|5038|58|6304|6759|676[1-3]|0604|50|56|57|6[0-9])/, lengths: [12, 13, 15, 16, 18, 19] },
  { prefix: /^(?:62|81)/, lengths: [16, 17, 18, 19] },
  { prefix: /^220[0-4]/, lengths: [16] },
];

/** Issuers whose numbers are long enough, and few enough, to stand without a word about cards. */
const FREE_STANDING = ISSUERS.slice(0, 5);

const isIssued = (digits: string, issuers: readonly Issuer[]): boolean =>
  issuers.some(({ prefix, lengths }) => lengths.includes(digits.length) && prefix.test(digits));

/** Whether digits begin as the numbers of an issuer do. */
export const isIssuedStart = (digits: string): boolean => FREE_STANDING.some(({ prefix }) => prefix.test(digits));

const MAX_DIGITS = 19;
const MIN_DIGITS = 12;

/** Finds the card number that begins with the digit at the place and returns its end, or the place itself. */
export const matchCard = (scan: Scan, index: number): number => {
  const number = digitsAt(scan, index);
  if (number === undefined || !passesLuhn(number.digits) || /^(\d)\1+$/.test(number.digits)) return index;
  const isFree = number.digits.length >= 15 && number.digits.length <= 16 && isIssued(number.digits, FREE_STANDING);
  const context = contextOf(scan, index);
  if (context === 'other' || (context === 'none' && !isFree)) return index;
  if (context === 'none' && !isIssued(number.digits, ISSUERS)) return index;
  scan.add(index, number.end, 'card_number', RANK.personal);
  return number.end;
};

const digitsAt = (scan: Scan, index: number): { digits: string; end: number } | undefined => {
  const runEnd = scan.runEnd(index, DIGIT);
  const length = runEnd - index;
  if (length >= MIN_DIGITS)
    return length <= MAX_DIGITS && isFreeEnd(scan, runEnd)
      ? { digits: scan.slice(index, runEnd), end: runEnd }
      : undefined;
  if (length !== 4 || (scan.code(runEnd) !== 0x20 && scan.code(runEnd) !== 0x2d)) return undefined;
  const grouped = /^\d{4}([ -])(?:\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|\d{6}\1\d{4,5})(?![\dA-Za-z])/.exec(
    scan.slice(index, index + 25),
  );
  return grouped === null ? undefined : { digits: grouped[0].replace(/\D/g, ''), end: index + grouped[0].length };
};

const isFreeEnd = (scan: Scan, end: number): boolean =>
  !isIn(scan.code(end), LETTER) &&
  !(scan.code(end) === 0x2e && isIn(scan.code(end + 1), DIGIT)) &&
  scan.code(end) !== 0x5f;

const CARD_WORDS =
  /\b(?:cards?|cc|pan|credit|debit|visa|master ?card|amex|maestro|diners|discover|jcb|card_?n(?:umber|o|r)|cardnumber|ccnum\w*|payment)\b|card(?:_|-)?(?:num|no)|creditcard/i;
const OTHER_NAMES =
  /(?:^|[^a-z])(?:\w*_)?(?:id|ids|trace|span|seq|sequence|offset|ts|time|timestamp|epoch\w*|nonce|count|bytes|size|duration|lsn|xid|txid|version|snowflake|checksum|crc|uid|gid|pid|account|arn|order|ref|request|message|event)$|(?:Id|ID|Ids|Trace|Span|Time|Timestamp|Nanos|Micros|Ns|Us)$/;
const OTHER_WORDS = /\b(?:xid|txid|seq|offset|lsn|epoch|trace|span|snowflake|timestamp) $/i;
const CONTEXT_LENGTH = 48;

/** What the words before the number say: a card, some other kind of number, or nothing. */
const contextOf = (scan: Scan, index: number): 'card' | 'other' | 'none' => {
  const before = scan.code(index - 1);
  if (before === 0x2e && isIn(scan.code(index - 2), DIGIT)) return 'other';
  if (isIn(before, ALNUM)) return 'other';
  const text = scan.slice(Math.max(0, index - CONTEXT_LENGTH), index);
  const name = /([\w.-]+)["'`\\\]]*\s*[:=#]\s*["'`\\]*$/.exec(text)?.[1] ?? '';
  if (CARD_WORDS.test(name)) return 'card';
  if (OTHER_NAMES.test(name) || OTHER_WORDS.test(text)) return 'other';
  if (isIn(before, NAME) && before !== 0x2d) return 'other';
  if (before === 0x2d && isIn(scan.code(index - 2), ALNUM)) return 'other';
  return CARD_WORDS.test(text) ? 'card' : 'none';
};
