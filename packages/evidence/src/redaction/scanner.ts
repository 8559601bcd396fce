import {
  createShapeIndex,
  type HasSecrets,
  matchDiscordToken,
  matchEncodedText,
  matchPlainStart,
  readAzureSecret,
} from './anchored-shapes.ts';
import { readCallArgument } from './call-argument.ts';
import { matchCard } from './card-number.ts';
import { ALNUM, BLANK, DIGIT, HEX, isIn, LETTER, QUOTE } from './char-class.ts';
import { readOption } from './command-line.ts';
import { readEmail } from './email.ts';
import { matchIban, mayBeginIban } from './iban.ts';
import { matchIpv4, matchIpv6 } from './ip-address.ts';
import type { NameLookup } from './name-class.ts';
import { readNamedValue } from './named-value.ts';
import { matchPasswordHash } from './password-hash.ts';
import { readPgpassLine } from './pgpass-line.ts';
import { matchPhone, matchSsn } from './phone.ts';
import { mayBeginPhrase, readPhrase } from './phrase-rules.ts';
import { matchPrivateKey } from './private-key.ts';
import { readQuotedPair } from './quoted-pair.ts';
import type { Scan } from './scan.ts';
import { matchToken, mayBeginToken } from './token-matcher.ts';
import { readUrl } from './url-rules.ts';
import { readXmlElement } from './xml-element.ts';

/** Reads a text once from left to right and lets every rule look where its first characters stand. */
export type Scanner = (scan: Scan) => void;

/** A scanner with the rules of a policy's names; `hasSecrets` looks into decoded base64. */
export const createScanner = (lookup: NameLookup, hasSecrets: HasSecrets): Scanner => {
  const shapes = createShapeIndex(hasSecrets);

  const readWord = (scan: Scan, start: number, end: number): number => {
    const a = scan.code(start);
    const b = scan.code(start + 1);
    const c = scan.code(start + 2);
    if (mayBeginToken(a, b, c)) {
      const tokenEnd = matchToken(scan, start);
      if (tokenEnd > start) return tokenEnd;
    }
    if (shapes.mayBegin(a, b, c)) {
      for (const { literal, entry } of shapes.at(scan.view.text, start)) {
        const shapeEnd = scan.startsWith(literal, start) ? entry(scan, start) : start;
        if (shapeEnd > start) return shapeEnd;
      }
    }
    if (isIn(a, DIGIT)) return readNumber(scan, start, end);
    if (mayBeginPhrase(a, b, c)) readPhrase(scan, start, end);
    if (mayBeginIban(scan, start)) return Math.max(end, matchIban(scan, start));
    if (end - start >= 20) return readLongWord(scan, start, { end, hasSecrets });
    return end;
  };

  return (scan) => {
    const { length } = scan.view;
    let index = 0;
    while (index < length) {
      const code = scan.code(index);
      if (isIn(code, ALNUM)) {
        const end = wordEnd(scan, index);
        index = readWord(scan, index, end);
      } else if (code > 0x7f || isIn(code, BLANK)) index++;
      else index = readSign(scan, index, { code, lookup });
    }
  };
};

/** End of a run of letters and digits; a left-out escape sequence separates words. */
const wordEnd = (scan: Scan, start: number): number => {
  const { codes, origin } = scan.view;
  let end = start + 1;
  while (isIn(codes[end] ?? 0, ALNUM) && (origin === undefined || !scan.hasGapBefore(end))) end++;
  return end;
};

const readLongWord = (
  scan: Scan,
  start: number,
  { end, hasSecrets }: { end: number; hasSecrets: HasSecrets },
): number => {
  const discordEnd = matchDiscordToken(scan, start, end);
  if (discordEnd > start) return discordEnd;
  return Math.max(end, matchPlainStart(scan, start, end), matchEncodedText(scan, start, hasSecrets));
};

const readNumber = (scan: Scan, start: number, end: number): number => {
  const length = end - start;
  const next = scan.code(end);
  if (next === 0x2e && length <= 3 && isFreeBefore(scan, start)) {
    const ipEnd = matchIpv4(scan, start);
    if (ipEnd > start) return ipEnd;
  }
  if (next === 0x2d && length === 3) {
    const ssnEnd = matchSsn(scan, start);
    if (ssnEnd > start) return ssnEnd;
  }
  if (length >= 12 || length === 4) {
    const cardEnd = matchCard(scan, start);
    if (cardEnd > start) return cardEnd;
  }
  const plainEnd = length >= 8 ? matchPlainStart(scan, start, end) : start;
  if (plainEnd > start) return plainEnd;
  return mayBePhone(scan, { start, end, next }) ? Math.max(end, matchPhone(scan, start)) : end;
};

/** Seven digits and more, or a group that another follows; a date's year is none. */
const mayBePhone = (scan: Scan, { start, end, next }: { start: number; end: number; next: number }): boolean => {
  const length = end - start;
  if (length >= 7) return length <= 15 && !isIn(next, LETTER);
  if (next !== 0x2d && next !== 0x2e && next !== 0x20 && next !== 0x2f) return false;
  const after = scan.code(end + 1);
  return (isIn(after, DIGIT) || after === 0x28) && !(length === 4 && next === 0x2d);
};

const isFreeBefore = (scan: Scan, start: number): boolean => {
  const before = scan.code(start - 1);
  return before !== 0x5f && !(before === 0x2e && isIn(scan.code(start - 2), ALNUM));
};

interface Sign {
  readonly code: number;
  readonly lookup: NameLookup;
}

/** Reads a sign that is no letter, digit or blank, and returns where reading goes on. */
const readSign = (scan: Scan, index: number, { code, lookup }: Sign): number => {
  const next = scan.code(index + 1);
  switch (code) {
    case 0x3d:
      if (next !== 0x3d) readNamedValue(scan, index, lookup);
      return index + 1;
    case 0x3a:
      return readColon(scan, index, { code: next, lookup });
    case 0x40:
      readEmail(scan, index, 1);
      return index + 1;
    case 0x2d:
      return readDash(scan, index, { code: next, lookup });
    case 0x5c:
      return afterBackslash(scan, index);
    case 0x25:
      return readPercent(scan, index);
    case 0x0a:
      if (scan.code(index - 1) !== 0x5c) scan.command = undefined;
      return index + 1;
    case 0x2c:
      if (isIn(scan.code(index - 1), QUOTE)) readQuotedPair(scan, index, lookup);
      return index + 1;
    default:
      return readRareSign(scan, index, { code, lookup });
  }
};

const readRareSign = (scan: Scan, index: number, { code, lookup }: Sign): number => {
  const next = scan.code(index + 1);
  switch (code) {
    case 0x3c:
      if (isIn(next, LETTER)) readXmlElement(scan, index, lookup);
      return index + 1;
    case 0x28:
      if (isIn(next, QUOTE)) readCallArgument(scan, index, lookup);
      return isIn(next, DIGIT) ? Math.max(index + 1, matchPhone(scan, index)) : index + 1;
    case 0x2b:
      return isIn(next, DIGIT) ? Math.max(index + 1, matchPhone(scan, index)) : index + 1;
    case 0x24:
      return Math.max(index + 1, matchPasswordHash(scan, index));
    case 0x7e:
      readAzureSecret(scan, index);
      return index + 1;
    default:
      return index + 1;
  }
};

const readColon = (scan: Scan, index: number, { code: next, lookup }: Sign): number => {
  if (next === 0x2f && scan.code(index + 2) === 0x2f) {
    readUrl(scan, index);
    readNamedValue(scan, index, lookup);
    return index + 3;
  }
  if (next === 0x3a || (isIn(next, HEX) && isIn(scan.code(index - 1), HEX))) {
    const addressEnd = matchIpv6(scan, index);
    if (addressEnd > index) return addressEnd;
  }
  if (isIn(next, DIGIT)) readPgpassLine(scan, index);
  if (next !== 0x3d && next !== 0x3a) readNamedValue(scan, index, lookup);
  return index + 1;
};

const readDash = (scan: Scan, index: number, { code: next, lookup }: Sign): number => {
  if (isIn(scan.code(index - 1), ALNUM)) return index + 1;
  if (next === 0x2d && scan.code(index + 2) === 0x2d) {
    const keyEnd = matchPrivateKey(scan, index);
    if (keyEnd > index) return keyEnd;
  }
  if (isIn(next, LETTER) || (next === 0x2d && isIn(scan.code(index + 2), LETTER))) readOption(scan, index, lookup);
  return index + 1;
};

/** Behind a backslash the letter of an escape (`\n`, `\u003d`, `\x3d`) is no part of the next word. */
const afterBackslash = (scan: Scan, index: number): number => {
  const next = scan.code(index + 1);
  if (next === 0x75 && isHexRun(scan, index + 2, 4)) return index + 6;
  if (next === 0x78 && isHexRun(scan, index + 2, 2)) return index + 4;
  const isLetter = next === 0x6e || next === 0x72 || next === 0x74 || next === 0x62 || next === 0x66;
  return index + (isLetter ? 2 : 1);
};

const isHexRun = (scan: Scan, start: number, length: number): boolean => {
  for (let place = start; place < start + length; place++) if (!isIn(scan.code(place), HEX)) return false;
  return true;
};

const readPercent = (scan: Scan, index: number): number => {
  if (scan.startsWith('%40', index)) readEmail(scan, index, 3);
  return isHexRun(scan, index + 1, 2) ? index + 3 : index + 1;
};
