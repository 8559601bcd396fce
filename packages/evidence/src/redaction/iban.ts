import { ALNUM, DIGIT, isIn, LETTER, UNDERSCORE } from './char-class.ts';
import type { Scan } from './scan.ts';
import { RANK } from './span.ts';

/** Length of an IBAN by country, from the SWIFT IBAN registry. */
const LENGTHS: ReadonlyMap<string, number> = new Map(
  `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18
   FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27
   MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27
   SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30`
    .split(/\s+/)
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** Whether the characters pass the mod 97 check of ISO 13616. */
export const passesMod97 = (iban: string): boolean => {
  const moved = iban.slice(4) + iban.slice(0, 4);
  let remainder = 0;
  for (const character of moved) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
};

/** Whether two letters and two digits stand at the place, as every IBAN begins. */
export const mayBeginIban = (scan: Scan, index: number): boolean =>
  isIn(scan.code(index), LETTER) &&
  isIn(scan.code(index + 1), LETTER) &&
  isIn(scan.code(index + 2), DIGIT) &&
  isIn(scan.code(index + 3), DIGIT);

/** Whether the text can be the first groups of an IBAN: a country that has them, then mostly digits. */
export const isIbanStart = (text: string): boolean => {
  const compact = text.replaceAll(' ', '');
  const length = LENGTHS.get(compact.slice(0, 2)) ?? 0;
  const isGrouped = !text.includes(' ') || /^[A-Z0-9]{4}(?: [A-Z0-9]{4})*(?: [A-Z0-9]{0,3})?$/.test(text);
  return text.trimEnd().length >= 9 && compact.length < length && isGrouped && /^.{4}[A-Z]{0,6}\d*$/.test(compact);
};

/** Finds the IBAN at the place, written together or in groups, and returns its end, or the place itself. */
export const matchIban = (scan: Scan, index: number): number => {
  const length = LENGTHS.get(scan.slice(index, index + 2).toUpperCase());
  if (length === undefined) return index;
  let compact = '';
  let place = index;
  while (compact.length < length) {
    const code = scan.code(place);
    if (isIn(code, ALNUM)) compact += scan.slice(place, place + 1);
    else if (!isGroupBreak(scan, place, compact.length)) return index;
    place++;
  }
  if (isIn(scan.code(place), ALNUM | UNDERSCORE) || !passesMod97(compact.toUpperCase())) return index;
  scan.add(index, place, 'iban', RANK.personal);
  return place;
};

/** A blank or dash between groups of four. */
const isGroupBreak = (scan: Scan, place: number, read: number): boolean =>
  read % 4 === 0 &&
  read > 0 &&
  (scan.code(place) === 0x20 || scan.code(place) === 0x2d) &&
  isIn(scan.code(place + 1), ALNUM);
