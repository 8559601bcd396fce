import { BLANK, isIn, QUOTE } from './char-class.ts';
import type { Scan } from './scan.ts';
import { RANK } from './span.ts';
import { isPlaceholder, looksLikeTypedSecret } from './value-check.ts';
import { valueAt } from './value-extent.ts';

const MAX_BLANKS = 8;
/** A netrc entry has its password at most this far behind its login or machine. */
const NETRC_REACH = 160;

/** Reads on behind the word `password`: `PASSWORD 'x'`, `password "x"`, a netrc line's `password x`, `password is x`. */
export const readPasswordWord = (scan: Scan, end: number, start: number): void => {
  let at = end;
  while (at < end + MAX_BLANKS && isIn(scan.code(at), BLANK)) at++;
  if (at === end) return;
  if (isIn(scan.code(at), QUOTE) && scan.code(at) !== 0x60) {
    readQuoted(scan, at);
    return;
  }
  if (start - scan.loginAt > NETRC_REACH) {
    readSpoken(scan, at);
    return;
  }
  const value = valueAt(scan, at);
  const text = value === undefined ? '' : scan.slice(value.start, value.end);
  if (value === undefined || isPlaceholder(text) || /^[=:([{]|^(?:for|with)$/i.test(text)) return;
  scan.add(value.start, value.end, 'password', RANK.named);
};

const readQuoted = (scan: Scan, at: number): void => {
  const value = valueAt(scan, at);
  if (value === undefined || !value.isQuoted) return;
  const text = scan.slice(value.start, value.end);
  if (isMadeUp(text) || /[\s,]{2}|, /.test(text)) return;
  scan.add(value.start, value.end, 'sql_secret', RANK.named);
};

/** `password "password"` is a real one in a configuration; other mere words are not. */
const isMadeUp = (text: string): boolean => text !== 'password' && isPlaceholder(text);

const LINK = /^(?:is now|is|was set to|set to|was|to|of|=>|->)[ \t]+(?=\S)/;

/** `password is Tr0ub4dor&3`, `password was set to x9!kk`. */
const readSpoken = (scan: Scan, at: number): void => {
  const link = LINK.exec(scan.slice(at, at + 24));
  if (link === null) return;
  const value = valueAt(scan, at + link[0].length);
  if (value === undefined) return;
  const text = scan.slice(value.start, value.end).replace(/[.,;:?]+$/, '');
  if (isPlaceholder(text) || (!value.isQuoted && !(looksLikeTypedSecret(text) && /\d/.test(text)))) return;
  scan.add(value.start, value.start + text.length, 'password', RANK.named);
};

const CLAUSE = /^\s+(?:WITH\s+['"`]?\w+['"`]?\s+)?(?:BY|AS)\s+(?:PASSWORD\s+|VALUES\s+)?/i;

/** Reads on behind `IDENTIFIED`: `BY 'x'`, `WITH plugin BY 'x'`. */
export const readIdentifiedBy = (scan: Scan, end: number): void => {
  const clause = CLAUSE.exec(scan.slice(end, end + 80));
  if (clause === null) return;
  const value = valueAt(scan, end + clause[0].length);
  if (value === undefined || isPlaceholder(scan.slice(value.start, value.end))) return;
  if (!value.isQuoted && !looksLikeTypedSecret(scan.slice(value.start, value.end))) return;
  scan.add(value.start, value.end, 'sql_secret', RANK.named);
};
