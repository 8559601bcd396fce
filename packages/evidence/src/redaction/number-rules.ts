import { matchPlainStart } from './anchored-shapes.ts';
import { matchCard } from './card-number.ts';
import { ALNUM, DIGIT, isIn, LETTER } from './char-class.ts';
import { matchIpv4 } from './ip-address.ts';
import { matchPhone, matchSsn } from './phone.ts';
import type { Scan } from './scan.ts';

/** Reads the word from `start` to `end`, which begins with a digit, and returns where reading goes on. */
export const readNumber = (scan: Scan, start: number, end: number): number => {
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
