import { BLANK, isIn, NAME, QUOTE } from './char-class.ts';
import type { NameLookup } from './name-class.ts';
import { redactNamed } from './named-redaction.ts';
import type { Scan } from './scan.ts';

const MAX_NAME = 64;

/** Redacts the second of two quoted arguments, `define('DB_PASSWORD', 'x')` or `["Authorization", "Bearer x"]`. */
export const readQuotedPair = (scan: Scan, comma: number, lookup: NameLookup): void => {
  let valueStart = comma + 1;
  while (valueStart < comma + 40 && isIn(scan.code(valueStart), BLANK)) valueStart++;
  if (!isIn(scan.code(valueStart), QUOTE)) return;
  const nameStart = scan.runStart(comma - 1, NAME, MAX_NAME);
  if (nameStart === comma - 1 || !isIn(scan.code(nameStart - 1), QUOTE) || !opensList(scan, nameStart - 2)) return;
  const found = lookup(scan.slice(nameStart, comma - 1));
  if (found === undefined) return;
  const isCall = scan.code(nameStart - 2) === 0x28 || scan.code(nameStart - 3) === 0x28;
  const strength = found.strength === 'strong' && !isCall ? 'weak' : found.strength;
  redactNamed(scan, { type: found.type, strength }, { from: valueStart, isColon: false });
};

/** Before the name stands the opening of a call or list, or the comma behind another pair. */
const opensList = (scan: Scan, index: number): boolean => {
  let place = index;
  while (place > index - 4 && isIn(scan.code(place), BLANK)) place--;
  return scan.code(place) === 0x28 || scan.code(place) === 0x5b || scan.code(place) === 0x2c;
};
