import { isIn, NAME, QUOTE, SPACE } from './char-class.ts';
import type { NameClass, NameLookup } from './name-class.ts';
import { redactNamed } from './named-redaction.ts';
import type { Scan } from './scan.ts';

/** A pair's value stands at most this far behind its name, or before it. */
const PAIR_REACH = 240;
const MAX_NAME = 96;

/** Remembers the secret name that `name: DB_PASSWORD` gives, and redacts the value that stood before it in its object. */
export const announceName = (scan: Scan, from: number, lookup: NameLookup): void => {
  const earlier = scan.valueBeforeName;
  scan.valueBeforeName = undefined;
  scan.isNameBeforeValue = true;
  scan.pendingPair = undefined;
  const name = announcedName(scan, from);
  const found = name === undefined ? undefined : lookup(name.text);
  if (name === undefined || found === undefined || !announces(found)) return;
  scan.valueBeforeName = earlier;
  announce(scan, found, name.end);
};

/** Lets the value before or behind the place be redacted as what the class says. */
export const announce = (scan: Scan, name: NameClass, at: number): void => {
  const earlier = scan.valueBeforeName;
  scan.valueBeforeName = undefined;
  if (earlier !== undefined && at - earlier < PAIR_REACH) redactNamed(scan, name, { from: earlier, isColon: false });
  else scan.pendingPair = { name, until: at + PAIR_REACH };
};

/** Redacts the value of `value: …` when a secret name was announced shortly before. */
export const readAnnouncedValue = (scan: Scan, from: number): void => {
  const pending = scan.pendingPair;
  scan.pendingPair = undefined;
  if (pending !== undefined && from <= pending.until) redactNamed(scan, pending.name, { from, isColon: false });
  scan.valueBeforeName = scan.isNameBeforeValue ? undefined : from;
  scan.isNameBeforeValue = false;
};

/** Whether the class is one of a secret and not of a word that only helps to read names. */
export const announces = ({ strength }: NameClass): boolean =>
  strength === 'strong' || strength === 'weak' || strength === 'header' || strength === 'cookies';

const announcedName = (scan: Scan, from: number): { text: string; end: number } | undefined => {
  let start = from;
  while (start < from + 8 && (isIn(scan.code(start), SPACE | QUOTE) || scan.code(start) === 0x5c)) start++;
  const end = scan.runEnd(start, NAME);
  return end === start || end - start > MAX_NAME ? undefined : { text: scan.slice(start, end), end };
};
