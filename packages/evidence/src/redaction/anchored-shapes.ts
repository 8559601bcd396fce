import { ALNUM, BASE64, BASE64_URL, DASH, DIGIT, DOT, HEX, isIn, TILDE, UNDERSCORE } from './char-class.ts';
import { decodeBase64, matchJwt } from './json-web-token.ts';
import { PrefixIndex } from './prefix-index.ts';
import { matchEncodedKey, matchPuttyKey } from './private-key.ts';
import type { Scan } from './scan.ts';
import { isFilling, isMixed } from './value-shape.ts';

/** Finds a value at the place and returns its end, or the place itself. */
export type ShapeRule = (scan: Scan, index: number) => number;

/** Finds the secrets of a decoded text; the engine itself, one level down. */
export type HasSecrets = (text: string) => boolean;

/** Longest base64 that is decoded to look inside. */
const MAX_ENCODED = 16_384;

/** Base64 of a JSON object: a token when it has a JOSE header, else a secret when there is one inside. */
const encodedObject =
  (hasSecrets: HasSecrets): ShapeRule =>
  (scan, index) => {
    const jwtEnd = matchJwt(scan, index);
    if (jwtEnd > index) return jwtEnd;
    const end = scan.runEnd(index, BASE64 | BASE64_URL);
    if (end - index < 16 || end - index > MAX_ENCODED) return index;
    if (!hasSecrets(decodeBase64(scan.slice(index, end)))) return index;
    scan.add(index, end, 'encoded_secret');
    return end;
  };

/** Terraform Cloud: 14 characters, `.atlasv1.`, about 67 more. */
const terraformToken: ShapeRule = (scan, index) => {
  if (!isIn(scan.code(index - 1), DOT)) return index;
  const start = scan.runStart(index - 1, ALNUM, 16);
  const end = scan.runEnd(index + 8, BASE64_URL);
  if (index - 1 - start !== 14 || end - index < 48 || isFilling(scan.slice(index + 8, end))) return index;
  scan.add(start, end, 'terraform_token');
  return end;
};

/** Firebase Cloud Messaging server key: 11 characters, `:APA91b`, about 134 more. */
const messagingKey: ShapeRule = (scan, index) => {
  const end = scan.runEnd(index, BASE64_URL);
  const start = scan.runStart(index - 1, BASE64_URL, 160);
  if (scan.code(index - 1) !== 0x3a || end - index < 100) return index;
  scan.add(start, end, 'firebase_key');
  return end;
};

/** `FlyV1 fm2_…,fm2_…` and `Bearer`-like schemes whose tokens stand behind a blank have prefixes of their own. */
const privateLines: ShapeRule = (scan, index) => matchPuttyKey(scan, index);

/** An index of shapes that begin with a literal but need more than a run of one alphabet. */
export const createShapeIndex = (hasSecrets: HasSecrets): PrefixIndex<ShapeRule> => {
  const index = new PrefixIndex<ShapeRule>();
  for (const head of ['eyJ', 'ewog', 'ewo', 'ewid', 'W3si']) index.add(head, encodedObject(hasSecrets));
  for (const head of ['7b22', '7B22', '70617373', '50617373']) index.add(head, matchHexText(hasSecrets));
  index.add('LS0tLS1CRUdJTi', matchEncodedKey);
  index.add('LS0tLS1CRU', matchEncodedKey);
  index.add('atlasv1.', terraformToken);
  index.add('APA91b', messagingKey);
  index.add('Private-Lines', privateLines);
  return index;
};

/** Azure client secret around the `~` at the place: three characters, a digit, `Q~`, 31 to 34 more. */
export const readAzureSecret = (scan: Scan, tilde: number): void => {
  if (scan.code(tilde - 1) !== 0x51 || !isIn(scan.code(tilde - 2), DIGIT)) return;
  const characters = ALNUM | UNDERSCORE | DASH | DOT | TILDE;
  const start = scan.runStart(tilde + 1, characters, 64);
  const end = scan.runEnd(tilde + 1, characters);
  const trimmed = isIn(scan.code(end - 1), DOT) && end - tilde > 35 ? end - 1 : end;
  const body = scan.slice(tilde + 1, trimmed);
  if (tilde - 5 < start || tilde - start > 6 || body.length < 31 || body.length > 34 || isFilling(body)) return;
  scan.add(tilde - 5, trimmed, 'azure_client_secret');
};

const TELEGRAM_BODY = 35;

/** Finds tokens that begin with digits or hexadecimal digits: Telegram, Facebook apps, Mailchimp, Discord. */
export const matchPlainStart: (scan: Scan, index: number, end: number) => number = (scan, index, end) => {
  const length = end - index;
  const next = scan.code(end);
  if (next === 0x3a && length >= 8 && length <= 10 && scan.startsWith(':AA', end))
    return keep(scan, index, scan.runEnd(end + 1, BASE64_URL), {
      length: TELEGRAM_BODY + 1 + length,
      type: 'telegram_token',
    });
  if (next === 0x7c && (length === 15 || length === 16))
    return keep(scan, index, scan.runEnd(end + 1, BASE64_URL), { length: length + 28, type: 'facebook_token' });
  if (next === 0x2d && length === 32 && scan.startsWith('-us', end) && isHexadecimal(scan, index, end))
    return keep(scan, index, scan.runEnd(end + 3, DIGIT), { length: 0, type: 'mailchimp_key' });
  return index;
};

const isHexadecimal = (scan: Scan, index: number, end: number): boolean => scan.runEnd(index, HEX) >= end;

const keep = (scan: Scan, start: number, end: number, wanted: { length: number; type: string }): number => {
  if (wanted.length > 0 && end - start !== wanted.length) return start;
  scan.add(start, end, wanted.type);
  return end;
};

/** Finds a Discord bot token: an account id in base64, a time and a check, joined by dots. */
export const matchDiscordToken: (scan: Scan, index: number, end: number) => number = (scan, index, end) => {
  if (end - index < 23 || end - index > 28 || !isIn(scan.code(end), DOT)) return index;
  const second = scan.runEnd(end + 1, BASE64_URL);
  if (second - end - 1 !== 6 || !isIn(scan.code(second), DOT)) return index;
  const last = scan.runEnd(second + 1, BASE64_URL);
  if (last - second < 28 || last - second > 40 || !/^\d{16,20}$/.test(decodeBase64(scan.slice(index, end))))
    return index;
  scan.add(index, last, 'discord_token');
  return isMixed(scan.slice(second, last)) ? last : last;
};

/** First characters of base64 whose text begins with a letter of lower case or a brace. */
const ENCODED_TEXT = /^[W-Za-e][A-Za-z0-9+/_-]{19}/;
const PROBE_LENGTH = 24;

/** Finds base64 of a text that holds a secret (`password=x`) and returns its end, or the place itself. */
export const matchEncodedText = (scan: Scan, index: number, hasSecrets: HasSecrets): number => {
  if (!ENCODED_TEXT.test(scan.slice(index, index + PROBE_LENGTH))) return index;
  if (!/^[\t\n\r\x20-\x7e]+$/.test(decodeBase64(scan.slice(index, index + PROBE_LENGTH)))) return index;
  const end = scan.runEnd(index, BASE64 | BASE64_URL);
  if (end - index > MAX_ENCODED || !hasSecrets(decodeBase64(scan.slice(index, end)))) return index;
  scan.add(index, end, 'encoded_secret');
  return end;
};

/** Finds hexadecimal text that holds a secret (`7b2270617373…`) and returns its end, or the place itself. */
export const matchHexText =
  (hasSecrets: HasSecrets): ShapeRule =>
  (scan, index) => {
    const end = scan.runEnd(index, HEX);
    if (end - index < 24 || end - index > MAX_ENCODED) return index;
    if (!hasSecrets(Buffer.from(scan.slice(index, end), 'hex').toString('utf8'))) return index;
    scan.add(index, end, 'encoded_secret');
    return end;
  };
