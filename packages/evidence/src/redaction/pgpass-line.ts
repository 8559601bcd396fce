import { BASE64_URL, DIGIT, DOT, isIn, LINE_END } from './char-class.ts';
import type { Scan } from './scan.ts';
import { RANK } from './span.ts';
import { isPlaceholder } from './value-check.ts';

const MAX_LINE = 512;
const REST = /^:\d{3,5}:[\w*.$-]{1,64}:[\w*.@$-]{1,64}:((?:[^\s:\\]|\\[:\\]){1,256})(?=\s|$)/;

/** Redacts the password of a pgpass line (`host:port:database:user:password`) whose first colon stands at the place. */
export const readPgpassLine = (scan: Scan, colon: number): void => {
  if (!isIn(scan.code(colon + 1), DIGIT) || !isIn(scan.code(colon + 3), DIGIT)) return;
  const hostStart = scan.runStart(colon, BASE64_URL | DOT, 253);
  if (hostStart === colon || (hostStart > 0 && !isIn(scan.code(hostStart - 1), LINE_END))) return;
  const rest = REST.exec(scan.slice(colon, colon + MAX_LINE));
  const password = rest?.[1] ?? '';
  if (rest === null || (password !== 'password' && isPlaceholder(password))) return;
  const end = colon + rest[0].length;
  scan.add(end - password.length, end, 'password', RANK.named);
};
