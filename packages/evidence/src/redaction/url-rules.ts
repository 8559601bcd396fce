import { ALNUM, BASE64_URL, DASH, DOT, isIn, LETTER, PLUS_SLASH, QUOTE, SPACE } from './char-class.ts';
import type { Scan } from './scan.ts';
import { isPlaceholder, looksLikeCredential } from './value-check.ts';

const MAX_SCHEME = 32;
const MAX_AUTHORITY = 1_024;
const COLON = 0x3a;
const SLASH = 0x2f;
const AT = 0x40;

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
  let at: number | undefined;
  let firstColon: number | undefined;
  let slash: number | undefined;
  for (let place = start; place < ceiling; place++) {
    const code = scan.code(place);
    if (
      isIn(code, SPACE) ||
      (STOPS.has(code) && !isTemplate(scan, place)) ||
      (code === 0x27 && !isIn(scan.code(place + 1), ALNUM))
    )
      break;
    if (code === COLON && scan.code(place + 1) === SLASH && scan.code(place + 2) === SLASH) break;
    if (code === COLON) firstColon ??= place;
    if (code === SLASH || code === 0x3f) slash ??= place;
    if (code === AT && isHostStart(scan, place + 1) && mayReach(scan, start, { slash, firstColon })) at = place;
    if (slash !== undefined && at !== undefined) break;
  }
  return at;
};

const isTemplate = (scan: Scan, index: number): boolean => scan.code(index - 1) === 0x24 || scan.code(index) === 0x7d;

const isHostStart = (scan: Scan, index: number): boolean =>
  isIn(scan.code(index), ALNUM) || scan.code(index) === 0x5b || scan.code(index) === 0x2f;

/** Behind a slash an `@` is part of the path, unless what stands before the slash is `user:text` with no port. */
const mayReach = (
  scan: Scan,
  start: number,
  seen: { slash: number | undefined; firstColon: number | undefined },
): boolean => {
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

interface Webhook {
  readonly host: RegExp;
  readonly path: RegExp;
  readonly type: string;
}

/** Addresses whose path is the secret: whoever knows it may post. The first group of `path` stays. */
const WEBHOOKS: readonly Webhook[] = [
  {
    type: 'slack_webhook',
    host: /^hooks\.slack(?:-gov)?\.com$/,
    path: /^(\/(?:services|workflows|triggers)\/)[A-Za-z0-9_/-]{8,}/,
  },
  {
    type: 'teams_webhook',
    host: /\.webhook\.office\.com$|^outlook\.office(?:365)?\.com$/,
    path: /^(\/webhook(?:b2)?\/)[^\s"'<>\\]{20,}/,
  },
  {
    type: 'discord_webhook',
    host: /^(?:\w+\.)?discord(?:app)?\.com$/,
    path: /^(\/api\/(?:v\d+\/)?webhooks\/)\d{5,}\/[\w-]{20,}/,
  },
  { type: 'webhook_url', host: /^hooks\.zapier\.com$/, path: /^(\/hooks\/catch\/)[\w/-]{8,}/ },
  { type: 'webhook_url', host: /^(?:hook|hooks)\.(?:\w+\.)?(?:make|integromat)\.com$/, path: /^(\/)[A-Za-z0-9]{20,}/ },
  {
    type: 'webhook_url',
    host: /^maker\.ifttt\.com$/,
    path: /^(\/(?:use|trigger\/\w+(?:\/json)?\/with\/key)\/)[\w-]{20,}/,
  },
  { type: 'webhook_url', host: /^hc-ping\.com$/, path: /^(\/)[0-9a-f-]{36}/ },
  {
    type: 'webhook_url',
    host: /^open\.(?:feishu\.cn|larksuite\.com)$/,
    path: /^(\/open-apis\/bot\/v2\/hook\/)[0-9a-f-]{36}/,
  },
  {
    type: 'webhook_url',
    host: /^(?:alert|api)\.victorops\.com$/,
    path: /^(\/integrations\/generic\/\d+\/alert\/)[\w-]{16,}/,
  },
  { type: 'webhook_url', host: /^qyapi\.weixin\.qq\.com$/, path: /^(\/cgi-bin\/webhook\/send\?key=)[0-9a-f-]{36}/ },
  { type: 'webhook_url', host: /^chat\.googleapis\.com$/, path: /^(\/v1\/spaces\/)[^\s"'<>\\]{30,}/ },
  { type: 'telegram_token', host: /^api\.telegram\.org$/, path: /^(\/bot)\d{8,10}:[\w-]{30,}/ },
  { type: 'webhook_url', host: /^api\.day\.app$|^sctapi\.ftqq\.com$/, path: /^(\/)[A-Za-z0-9]{20,}/ },
];

const MAX_HOST = 253;
const MAX_PATH = 512;

const readWebhook = (scan: Scan, start: number): void => {
  let end = start;
  while (end < start + MAX_HOST && isIn(scan.code(end), LETTER | BASE64_URL | DOT)) end++;
  const host = scan.slice(start, end).toLowerCase();
  const known = WEBHOOKS.filter((webhook) => webhook.host.test(host));
  if (known.length === 0) return;
  const pathStart = scan.code(end) === COLON ? scan.runEnd(end + 1, ALNUM) : end;
  const path = scan.slice(pathStart, pathStart + MAX_PATH).replaceAll('\\/', '//');
  for (const webhook of known) {
    const found = webhook.path.exec(path);
    if (found === null) continue;
    const secretStart = pathStart + (found[1]?.length ?? 0);
    scan.add(secretStart, secretEnd(scan, pathStart + found[0].length, found[0].length), webhook.type);
  }
};

const secretEnd = (scan: Scan, end: number, length: number): number => {
  let place = end;
  while (length >= MAX_PATH - 8 && !isIn(scan.code(place), SPACE | QUOTE) && scan.code(place) !== 0) place++;
  return place;
};
