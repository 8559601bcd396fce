import { readAzureSecret } from './anchored-shapes.ts';
import { readCallArgument } from './call-argument.ts';
import { ALNUM, DIGIT, HEX, isIn, LETTER, QUOTE } from './char-class.ts';
import { readOption } from './command-line.ts';
import { readEmail } from './email.ts';
import { matchIpv6 } from './ip-address.ts';
import type { NameLookup } from './name-class.ts';
import { readNamedValue } from './named-value.ts';
import { matchPasswordHash } from './password-hash.ts';
import { readPgpassLine } from './pgpass-line.ts';
import { matchPhone } from './phone.ts';
import { matchPrivateKey } from './private-key.ts';
import { readQuotedPair } from './quoted-pair.ts';
import type { Scan } from './scan.ts';
import { readUrl } from './url-rules.ts';
import { readXmlElement } from './xml-element.ts';

interface Sign {
  readonly code: number;
  readonly lookup: NameLookup;
}

/** Reads a sign that is no letter, digit or blank, and returns where reading goes on. */
export const readSign = (scan: Scan, index: number, { code, lookup }: Sign): number => {
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
