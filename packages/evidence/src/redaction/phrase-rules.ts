import { BLANK, isIn, LINE_END, QUOTE } from './char-class.ts';
import { noteCommand } from './command-line.ts';
import { decodeBase64 } from './json-web-token.ts';
import { classifyName } from './name-class.ts';
import { PrefixIndex } from './prefix-index.ts';
import type { Scan } from './scan.ts';
import { RANK } from './span.ts';
import { isPlaceholder, looksLikeCredential, looksLikeTypedSecret } from './value-check.ts';
import { valueAt } from './value-extent.ts';
import { announces } from './value-pair.ts';

/** Reads on behind a word of running text, a query or a configuration; `end` is where the word ends. */
type PhraseRule = (scan: Scan, end: number, start: number) => void;

const PHRASES = new PrefixIndex<PhraseRule>();

/** Whether a phrase may begin with these three units. */
export const mayBeginPhrase = (a: number, b: number, c: number): boolean => PHRASES.mayBegin(a, b, c);

/** Reads the phrase that begins with the word from `start` to `end`, in any case of letters. */
export const readPhrase = (scan: Scan, start: number, end: number): void => {
  for (const { literal, entry } of PHRASES.at(scan.view.text, start)) {
    const stop = start + literal.length;
    if (stop < end || scan.slice(start, stop).toLowerCase() !== literal) continue;
    entry(scan, stop, start);
  }
};

const afterBlanks = (scan: Scan, index: number): number => {
  let place = index;
  while (place < index + 8 && isIn(scan.code(place), BLANK)) place++;
  return place;
};

const bearer: PhraseRule = (scan, end) => {
  const start = afterBlanks(scan, end);
  const value = start > end ? valueAt(scan, start) : undefined;
  if (value === undefined || value.isQuoted) return;
  const text = scan.slice(value.start, value.end);
  if (
    isPlaceholder(text) ||
    !(text.length >= 16
      ? looksLikeCredential(text)
      : /^[\w.~+/=-]{6,}$/.test(text) && /\d/.test(text) && /[A-Za-z]/.test(text))
  )
    return;
  scan.add(value.start, value.end, 'auth_header', RANK.named);
};

const basic: PhraseRule = (scan, end) => {
  const start = afterBlanks(scan, end);
  const value = start > end ? valueAt(scan, start) : undefined;
  if (value === undefined || value.isQuoted) return;
  const text = scan.slice(value.start, value.end);
  if (!/^[A-Za-z0-9+/]{8,}={0,2}$/.test(text) || !/^[\x20-\x7e]*:[\x20-\x7e]*$/.test(decodeBase64(text))) return;
  scan.add(value.start, value.end, 'auth_header', RANK.named);
};

/** `PASSWORD 'x'`, `password "x"`, and in a netrc line `password x`. */
const passwordWord: PhraseRule = (scan, end, start) => {
  const at = afterBlanks(scan, end);
  if (at === end) return;
  const isQuoted = isIn(scan.code(at), QUOTE) && scan.code(at) !== 0x60;
  if (isQuoted) return quotedSecret(scan, at, 'sql_secret');
  if (start - scan.loginAt > 160) return spokenSecret(scan, at);
  const value = valueAt(scan, at);
  if (value !== undefined && !isPlaceholder(scan.slice(value.start, value.end)))
    scan.add(value.start, value.end, 'password', RANK.named);
};

const quotedSecret = (scan: Scan, at: number, type: string): void => {
  const value = valueAt(scan, at);
  if (value === undefined || !value.isQuoted) return;
  const text = scan.slice(value.start, value.end);
  if (!isPlaceholder(text) && !/[\s,]{2}|, /.test(text)) scan.add(value.start, value.end, type, RANK.named);
};

/** `password is Tr0ub4dor&3`, `password was set to x9!kk`, `passphrase: …` said in words. */
const spokenSecret = (scan: Scan, at: number): void => {
  const link = /^(?:is now|is|was set to|set to|was|to|of|=>|->)[ \t]+(?=\S)/.exec(scan.slice(at, at + 24));
  if (link === null) return;
  const value = valueAt(scan, at + link[0].length);
  if (value === undefined) return;
  const text = scan.slice(value.start, value.end).replace(/[.,;:!?]+$/, '');
  if (isPlaceholder(text) || (!value.isQuoted && !(looksLikeTypedSecret(text) && /\d/.test(text)))) return;
  scan.add(value.start, value.start + text.length, 'password', RANK.named);
};

/** `IDENTIFIED BY 'x'`, `IDENTIFIED WITH plugin AS 'x'`. */
const identified: PhraseRule = (scan, end) => {
  const clause = /^\s+(?:WITH\s+['"`]?\w+['"`]?\s+)?(?:BY|AS)\s+(?:PASSWORD\s+|VALUES\s+)?/i.exec(
    scan.slice(end, end + 80),
  );
  if (clause === null) return;
  const value = valueAt(scan, end + clause[0].length);
  if (value === undefined || isPlaceholder(scan.slice(value.start, value.end))) return;
  scan.add(value.start, value.end, 'sql_secret', RANK.named);
};

/** Redis: `requirepass x`, `AUTH x`, `AUTH user x`, `CONFIG SET requirepass x`. */
const redisDirective: PhraseRule = (scan, end) => {
  const at = afterBlanks(scan, end);
  if (at > end && !isIn(scan.code(at), LINE_END)) {
    const value = valueAt(scan, at);
    if (value !== undefined && !isPlaceholder(scan.slice(value.start, value.end)))
      scan.add(value.start, value.end, 'password', RANK.named);
  }
};

const login: PhraseRule = (scan, end, start) => {
  if (isIn(scan.code(end), BLANK)) scan.loginAt = start;
};

/** Terraform: `variable "db_password" { … default = "x" }`. */
const variable: PhraseRule = (scan, end) => {
  const name = /^[ \t]+"([\w-]{2,64})"[ \t]*\{/.exec(scan.slice(end, end + 80));
  const found = name === null ? undefined : classifyName(name[1] ?? '', new Set());
  if (found === undefined || !announces(found)) return;
  scan.pendingPair = { name: found, until: end + 240 };
};

const command: PhraseRule = (scan, end, start) => noteCommand(scan, scan.slice(start, end).toLowerCase());

for (const [words, rule] of [
  [['bearer'], bearer],
  [['basic'], basic],
  [['password', 'passwd', 'passphrase', 'passcode', 'pwd'], passwordWord],
  [['identified'], identified],
  [['requirepass', 'masterauth'], redisDirective],
  [['login', 'machine'], login],
  [['variable'], variable],
  [
    [
      'curl',
      'wget',
      'mysql',
      'mysqldump',
      'mysqladmin',
      'mariadb',
      'sshpass',
      'docker',
      'podman',
      'helm',
      'redis-cli',
      'mongo',
      'mongosh',
      'mongodump',
      'ldapsearch',
      'ldapmodify',
      'sqlcmd',
      'bcp',
      'svn',
      'smbclient',
      'rabbitmqadmin',
      'influx',
      'openssl',
      'keytool',
    ],
    command,
  ],
] satisfies [string[], PhraseRule][])
  for (const word of words) PHRASES.add(word, rule, true);
