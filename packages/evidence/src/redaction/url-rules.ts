import { ALNUM, DASH, DOT, isIn, PLUS_SLASH, SPACE } from './char-class.ts';
import type { Scan } from './scan.ts';
import { isPlaceholder, looksLikeCredential } from './value-check.ts';
import { readWebhook } from './webhook-url.ts';

const MAX_SCHEME = 32;
const MAX_AUTHORITY = 1_024;
const COLON = 0x3a;
const SLASH = 0x2f;
const AT = 0x40;
const QUESTION_MARK = 0x3f;
const APOSTROPHE = 0x27;

/** Reads the URL whose `://` begins at the place: its credentials, and the secret path of known webhooks. */
export const readUrl = (scan: Scan, index: number): void => {
  const schemeStart = scan.runStart(index, ALNUM | DOT | DASH | PLUS_SLASH, MAX_SCHEME);
  if (schemeStart === index) return;
  const start = index + 3;
  const at = credentialsEnd(scan, start);
  if (at !== undefined) {
    redactCredentials(scan, start, at);
    scan.namedUntil = Math.max(scan.namedUntil, at);
  }
  readWebhook(scan, at === undefined ? start : at + 1);
};

const STOPS = new Set([...'<>"`\\{}|^'].map((character) => character.charCodeAt(0)));

/** The `@` that ends the user information, or nothing when the URL has none. */
const credentialsEnd = (scan: Scan, start: number): number | undefined => {
  const ceiling = Math.min(scan.view.length, start + MAX_AUTHORITY);
  const seen: Seen = { firstColon: undefined, slash: undefined };
  let at: number | undefined;
  for (let place = start; place < ceiling && !endsAuthority(scan, place); place++) {
    const code = scan.code(place);
    if (code === COLON) seen.firstColon ??= place;
    else if (code === SLASH || code === QUESTION_MARK) seen.slash ??= place;
    else if (code === AT && isHostStart(scan, place + 1) && mayReach(scan, start, seen)) at = place;
    if (seen.slash !== undefined && at !== undefined) break;
  }
  return at;
};

interface Seen {
  firstColon: number | undefined;
  slash: number | undefined;
}

/** A blank, a quote, or the `://` of the next URL. */
const endsAuthority = (scan: Scan, place: number): boolean => {
  const code = scan.code(place);
  if (isIn(code, SPACE)) return true;
  if (STOPS.has(code)) return !isTemplate(scan, place);
  if (code === APOSTROPHE) return !isIn(scan.code(place + 1), ALNUM);
  return code === COLON && scan.code(place + 1) === SLASH && scan.code(place + 2) === SLASH;
};

const isTemplate = (scan: Scan, index: number): boolean => scan.code(index - 1) === 0x24 || scan.code(index) === 0x7d;

const isHostStart = (scan: Scan, index: number): boolean =>
  isIn(scan.code(index), ALNUM) || scan.code(index) === 0x5b || scan.code(index) === 0x2f;

/** Behind a slash an `@` is part of the path, unless what stands before the slash is `user:text` with no port. */
const mayReach = (scan: Scan, start: number, seen: Readonly<Seen>): boolean => {
  if (seen.slash === undefined) return true;
  if (seen.firstColon === undefined || seen.firstColon > seen.slash) return false;
  const between = scan.slice(seen.firstColon + 1, seen.slash);
  return between !== '' && !/^\d{1,5}$/.test(between) && !scan.slice(start, seen.firstColon).includes('.');
};

const redactCredentials = (scan: Scan, start: number, at: number): void => {
  const userInfo = scan.slice(start, at);
  const colon = passwordColon(userInfo);
  if (colon < 0) {
    if (looksLikeCredential(userInfo) && userInfo.length >= 16) scan.add(start, at, 'url_credentials');
    return;
  }
  const password = userInfo.slice(colon + 1);
  const user = userInfo.slice(0, colon);
  if (password !== '' && !isUrlPlaceholder(password)) scan.add(start + colon + 1, at, 'url_credentials');
  if (/^(?:x-oauth-basic|x-oauth)?$/.test(password) && looksLikeCredential(user))
    scan.add(start, start + colon, 'url_credentials');
};

/** `user@host:password@…`: the colon behind the first `@` counts when there is no earlier one. */
const passwordColon = (userInfo: string): number => userInfo.indexOf(':');

const isUrlPlaceholder = (password: string): boolean =>
  /^(?:pass|password|passwd|pwd|secret|token)$/i.test(password) ? false : isPlaceholder(password);
