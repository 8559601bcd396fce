import { BLANK, isIn, LETTER, NAME } from './char-class.ts';
import type { NameClass, NameLookup } from './name-class.ts';
import { redactNamed } from './named-redaction.ts';
import type { Scan } from './scan.ts';
import { announceName, readAnnouncedValue } from './value-pair.ts';

const MAX_NAME_GAP = 40;
const MAX_NAME = 96;

/** Redacts the value after the separator (`=` or `:`) at the place when the name before it promises a secret. */
export const readNamedValue = (scan: Scan, separator: number, lookup: NameLookup): void => {
  if (separator < scan.namedUntil) return;
  const nameEnd = nameEndBefore(scan, separator);
  const nameStart = scan.runStart(nameEnd, NAME, MAX_NAME);
  if (nameStart === nameEnd || isPathPart(scan, separator, nameStart)) return;
  const found = lookup(scan.slice(nameStart, nameEnd));
  if (found === undefined) return;
  const from = afterSeparator(scan, separator);
  const isColon = scan.code(separator) === 0x3a;
  switch (found.strength) {
    case 'pair_value':
      readAnnouncedValue(scan, from);
      return;
    case 'pair_name':
      announceName(scan, from, lookup);
      redactHalfName(scan, { nameStart, nameEnd, from, isColon }, lookup);
      return;
    case 'half':
    case 'random':
      if (!redactHalfName(scan, { nameStart, nameEnd, from, isColon }, lookup))
        redactNamed(scan, found, { from, isColon });
      return;
    case 'type_word': {
      const declared = lookup(wordBefore(scan, nameStart));
      if (declared !== undefined) redactNamed(scan, declared, { from, isColon: false });
      return;
    }
    default:
      redactNamed(scan, found, { from, isColon });
      return;
  }
};

/** `arn:aws:secretsmanager:…:secret:db`: between two colons stands a part of a path, no name. */
const isPathPart = (scan: Scan, separator: number, nameStart: number): boolean =>
  scan.code(separator) === 0x3a && scan.code(nameStart - 1) === 0x3a && !isIn(scan.code(separator + 1), BLANK);

const BETWEEN = new Set([...' \t"\'`\\]):=?+>'].map((character) => character.charCodeAt(0)));

/** Before the separator: blanks, closing quotes with backslashes, `]` or `)` of an index, more separator signs. */
const nameEndBefore = (scan: Scan, separator: number): number => {
  let end = separator;
  const floor = Math.max(0, separator - MAX_NAME_GAP);
  while (end > floor && !isIn(scan.code(end - 1), NAME) && BETWEEN.has(scan.code(end - 1))) end--;
  return end;
};

const afterSeparator = (scan: Scan, separator: number): number => {
  let place = separator + 1;
  while (scan.code(place) === 0x3e || scan.code(place) === 0x3d || scan.code(place) === 0x7e) place++;
  return place;
};

interface HalfName {
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly from: number;
  readonly isColon: boolean;
}

/** `API key: …`, `verification code = …`: the word next to the sign is only half the name. True when the whole is one. */
const redactHalfName = (scan: Scan, { nameStart, nameEnd, from, isColon }: HalfName, lookup: NameLookup): boolean => {
  if (scan.code(nameStart - 1) !== 0x20) return false;
  const before = scan.runStart(nameStart - 1, NAME, MAX_NAME);
  if (before === nameStart - 1) return false;
  const further = scan.code(before - 1) === 0x20 ? scan.runStart(before - 1, LETTER, MAX_NAME) : before;
  const found = lookup(scan.slice(further, nameEnd)) ?? lookup(scan.slice(before, nameEnd));
  if (found === undefined || isPart(found)) return false;
  redactNamed(scan, found, { from, isColon });
  return true;
};

const isPart = ({ strength }: NameClass): boolean =>
  strength === 'half' || strength === 'pair_name' || strength === 'type_word';

const MAX_TYPE_SIGNS = 4;

/** The name before a type: `password: string = …`, `password: &str = …`. */
const wordBefore = (scan: Scan, index: number): string => {
  let end = index;
  while (end > index - MAX_TYPE_SIGNS && isTypeSign(scan.code(end - 1))) end--;
  return scan.slice(scan.runStart(end, NAME, MAX_NAME), end);
};

const isTypeSign = (code: number): boolean =>
  isIn(code, BLANK) || code === 0x3a || code === 0x26 || code === 0x2a || code === 0x3f;
