import { ALNUM, DASH, DIGIT, DOT, isIn, UNDERSCORE } from './char-class.ts';
import type { Scan } from './scan.ts';
import { RANK } from './span.ts';

const MAX_LOCAL = 64;
const MAX_DOMAIN = 253;

/** Endings that are no top-level domain but a file, a unit or an internal network. */
const NO_DOMAINS = new Set(
  `internal local localdomain lan svc cluster png jpg jpeg gif svg webp ico css js ts mjs cjs jsx tsx map json html htm xml yaml yml
   md txt log py rb go rs java class jar so dll exe sh conf cfg ini service socket timer target mount scope slice device path swap
   test localhost arpa onion git npm tgz gz zip tar lock sum mod`.split(/\s+/),
);
/** Local parts of addresses of machines, not of people. */
const MACHINE_USERS = new Set(['git', 'hg', 'svn']);

/** Finds the address around the `@` (or `%40`, `&#64;`) that begins at `at` and is `width` units wide. */
export const readEmail = (scan: Scan, at: number, width: number): void => {
  const start = localStart(scan, at);
  const end = domainEnd(scan, at + width);
  if (start === at || end === undefined) return;
  const local = scan.slice(start, at);
  if (MACHINE_USERS.has(local.toLowerCase()) && (scan.code(end) === 0x3a || scan.code(end) === 0x2f)) return;
  scan.add(start, end, 'email', RANK.personal);
};

const localStart = (scan: Scan, at: number): number => {
  let start = at;
  const floor = Math.max(0, at - MAX_LOCAL);
  while (start > floor && isLocalCode(scan.code(start - 1))) start--;
  while (start < at && !isLocalFirst(scan.code(start))) start++;
  return afterEscape(scan, start, at);
};

const LOCAL_SIGNS = new Set([...".!#$%&*+-/^_{|}~'"].map((character) => character.charCodeAt(0)));
const LOCAL_COMMON = new Set([..."._%+-'"].map((character) => character.charCodeAt(0)));

const isLocalCode = (code: number): boolean =>
  isIn(code, ALNUM) || LOCAL_COMMON.has(code) || (code > 0xbf && code < 0x2000);
const isLocalFirst = (code: number): boolean => (isLocalCode(code) && !LOCAL_SIGNS.has(code)) || code === 0x5f;

/** In `\nada@…` and `%20ada@…` the first letters belong to the escape before the address. */
const afterEscape = (scan: Scan, start: number, at: number): number => {
  const encoded = /^(?:.*%[0-9A-Fa-f]{2})(?=[A-Za-z0-9])/.exec(scan.slice(start, at));
  const from = start + (encoded?.[0].length ?? 0);
  if (scan.code(from - 1) !== 0x5c) return from;
  if (/^u[0-9a-fA-F]{4}/.test(scan.slice(from, from + 5))) return Math.min(at, from + 5);
  return /[nrtbf]/.test(scan.slice(from, from + 1)) ? Math.min(at, from + 1) : from;
};

const domainEnd = (scan: Scan, start: number): number | undefined => {
  const ceiling = Math.min(scan.view.length, start + MAX_DOMAIN);
  let end = start;
  while (end < ceiling && isDomainCode(scan.code(end))) end++;
  while (end > start && !isIn(scan.code(end - 1), ALNUM) && scan.code(end - 1) < 0x80) end--;
  const labels = scan.slice(start, end).split('.');
  const last = labels.at(-1) ?? '';
  if (labels.length < 2 || labels.includes('') || /^\d+$/.test(labels[0] ?? '')) return undefined;
  if (!/^(?:[A-Za-z]{2,24}|xn--[A-Za-z0-9-]+|[^\x00-\x7f]{2,24})$/.test(last) || NO_DOMAINS.has(last.toLowerCase()))
    return undefined;
  return labels.every((label) => !label.startsWith('-')) ? end : undefined;
};

const isDomainCode = (code: number): boolean =>
  isIn(code, ALNUM | DASH | DOT | UNDERSCORE | DIGIT) || (code > 0xbf && code < 0x2000);
