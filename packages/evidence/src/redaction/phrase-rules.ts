import { BLANK, isIn, LINE_END } from './char-class.ts';
import { COMMANDS } from './command-line.ts';
import { readKeySet } from './json-web-key.ts';
import { decodeBase64 } from './json-web-token.ts';
import { classifyName, type NameClass } from './name-class.ts';
import { redactNamed } from './named-redaction.ts';
import { PrefixIndex } from './prefix-index.ts';
import type { Scan } from './scan.ts';
import { RANK } from './span.ts';
import { readIdentifiedBy, readPasswordWord } from './sql-password.ts';
import { isPlaceholder, looksLikeCredential } from './value-check.ts';
import { valueAt } from './value-extent.ts';
import { announce, announces } from './value-pair.ts';

/** Reads on behind a word; `end` is where the word ends. */
type PhraseRule = (scan: Scan, end: number, start: number) => void;

const NO_EXTRA_NAMES: ReadonlySet<string> = new Set();

const valueBehindBlanks = (scan: Scan, end: number): { start: number; end: number; text: string } | undefined => {
  const value = isIn(scan.code(end), BLANK) ? valueAt(scan, end) : undefined;
  if (value === undefined || value.isQuoted) return undefined;
  const text = scan.slice(value.start, value.end).replace(/\.+$/, '');
  return { start: value.start, end: value.start + text.length, text };
};

const bearer: PhraseRule = (scan, end) => {
  const value = valueBehindBlanks(scan, end);
  if (value === undefined || isPlaceholder(value.text) || !/^[\w.~+/-]{6,}=*$/.test(value.text.slice(0, 512))) return;
  const isShort = value.text.length < 16 && /\d/.test(value.text) && /[A-Za-z]/.test(value.text);
  if (!isShort && !(value.text.length >= 16 && looksLikeCredential(value.text))) return;
  scan.add(value.start, value.end, 'auth_header', RANK.named);
};

const basic: PhraseRule = (scan, end) => {
  const value = valueBehindBlanks(scan, end);
  if (value === undefined || !/^[A-Za-z0-9+/]{8,512}={0,2}$/.test(value.text)) return;
  if (!/^[\x20-\x7e]*:[\x20-\x7e]*$/.test(decodeBase64(value.text))) return;
  scan.add(value.start, value.end, 'auth_header', RANK.named);
};

/** Redis: `requirepass x`, `masterauth x`. */
const redisDirective: PhraseRule = (scan, end) => {
  const value = isIn(scan.code(end), BLANK) ? valueAt(scan, end) : undefined;
  if (value === undefined || isPlaceholder(scan.slice(value.start, value.end))) return;
  scan.add(value.start, value.end, 'password', RANK.named);
};

const login: PhraseRule = (scan, end, start) => {
  if (isIn(scan.code(end), BLANK | LINE_END)) scan.loginAt = start;
};

/** Terraform: `variable "db_password" { … default = "x" }`. */
const variable: PhraseRule = (scan, end) => {
  const name = /^[ \t]+"([\w-]{2,64})"[ \t]*\{/.exec(scan.slice(end, end + 80));
  const found = name === null ? undefined : classifyName(name[1] ?? '', NO_EXTRA_NAMES);
  if (found !== undefined && announces(found)) announce(scan, found, end);
};

/** AWS Systems Manager: `--type SecureString --value x`, in either order. */
const secureString: PhraseRule = (scan, end) => announce(scan, { type: 'secret', strength: 'strong' }, end);

/** C, Dockerfile, csh: `#define API_KEY "x"`, `ENV API_KEY x`, `setenv API_KEY x`. */
const define: PhraseRule = (scan, end) => {
  const name = /^[ \t]+([A-Za-z][\w.]{2,63})[ \t]+(?=\S)/.exec(scan.slice(end, end + 96));
  const found: NameClass | undefined = name === null ? undefined : classifyName(name[1] ?? '', NO_EXTRA_NAMES);
  if (name === null || found === undefined || !announces(found)) return;
  redactNamed(scan, found, { from: end + name[0].length, isColon: true });
};

const ONE_TIME_CODE =
  /^[ -](?:(?:time|use|login|access|sign-?in)[ -]){0,2}(?:code|pin|passcode|password|otp)?(?:[ ]?(?:is|was|=|:))?[ :]{1,3}(\d{4,8})\b/i;

/** `your verification code is 123456`. */
const oneTimeCode: PhraseRule = (scan, end) => {
  const said = ONE_TIME_CODE.exec(scan.slice(end, end + 64));
  if (said === null) return;
  const start = end + said[0].length - (said[1]?.length ?? 0);
  scan.add(start, end + said[0].length, 'oauth', RANK.named);
};

const command: PhraseRule = (scan, end, start) => {
  scan.command = scan.slice(start, end).toLowerCase();
};

const PHRASES = new PrefixIndex<PhraseRule>();
const RULES: readonly (readonly [readonly string[], PhraseRule])[] = [
  [['bearer'], bearer],
  [['basic'], basic],
  [['password', 'passwd', 'passphrase', 'passcode', 'pwd'], readPasswordWord],
  [['identified'], readIdentifiedBy],
  [['requirepass', 'masterauth'], redisDirective],
  [['login', 'machine'], login],
  [['variable'], variable],
  [['securestring'], secureString],
  [['define', 'env', 'setenv', 'setx'], define],
  [['verification', 'one', 'security', 'confirmation', 'otp', 'mfa', '2fa', 'passcode'], oneTimeCode],
  [['kty'], readKeySet],
  [[...COMMANDS.keys()], command],
];
for (const [words, rule] of RULES) for (const word of words) PHRASES.add(word, rule, true);

/** Whether a phrase may begin with these three units. */
export const mayBeginPhrase = (a: number, b: number, c: number): boolean => PHRASES.mayBegin(a, b, c);

/** Reads the phrase that begins with the word from `start` to `end`, in any case of letters. */
export const readPhrase = (scan: Scan, start: number, end: number): void => {
  for (const { literal, entry } of PHRASES.at(scan.view.text, start)) {
    const stop = start + literal.length;
    if (stop >= end && scan.slice(start, stop).toLowerCase() === literal) entry(scan, stop, start);
  }
};
