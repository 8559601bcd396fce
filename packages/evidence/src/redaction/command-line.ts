import { ALNUM, BLANK, DASH, isIn, UNDERSCORE } from './char-class.ts';
import type { NameLookup } from './name-class.ts';
import { redactNamed } from './named-redaction.ts';
import type { Scan } from './scan.ts';
import { RANK } from './span.ts';
import { isPlaceholder } from './value-check.ts';
import { valueAt } from './value-extent.ts';

/** Commands with short options that carry a password, and which. */
const COMMANDS: ReadonlyMap<string, RegExp> = new Map([
  ['curl', /^-(?:u|-user|-proxy-user|U|-pass)$/],
  ['wget', /^--(?:user|password)$/],
  ['http', /^-(?:a|-auth)$/],
  ['mysql', /^-p$/],
  ['mysqldump', /^-p$/],
  ['mysqladmin', /^-p$/],
  ['mariadb', /^-p$/],
  ['sshpass', /^-p$/],
  ['docker', /^-p$/],
  ['podman', /^-p$/],
  ['helm', /^-p$/],
  ['az', /^-p$/],
  ['oc', /^-p$/],
  ['redis-cli', /^-a$/],
  ['mongo', /^-p$/],
  ['mongosh', /^-p$/],
  ['mongodump', /^-p$/],
  ['ldapsearch', /^-w$/],
  ['ldapmodify', /^-w$/],
  ['sqlcmd', /^-P$/],
  ['bcp', /^-P$/],
  ['sqlplus', /^$/],
  ['svn', /^--password$/],
  ['smbclient', /^-U$/],
  ['rabbitmqadmin', /^-p$/],
  ['influx', /^-password$/],
  ['openssl', /^-(?:pass|passin|passout|k)$/],
  ['keytool', /^-(?:storepass|keypass)$/],
  ['net', /^$/],
]);

/** Options whose value is `user:password`; only the part behind the colon is secret. */
const USER_OPTION = /^-(?:u|-user|-proxy-user|U|a|-auth)$/;

/** Remembers the command that begins at the place, for the options that follow on its line. */
export const noteCommand = (scan: Scan, word: string): void => {
  if (COMMANDS.has(word)) scan.command = word;
};

/** Reads the option whose dash stands at the place: `--password x`, `-u user:x`, `-px`. */
export const readOption = (scan: Scan, index: number, lookup: NameLookup): void => {
  const end = scan.runEnd(index, ALNUM | DASH | UNDERSCORE);
  if (end - index > 48) return;
  const option = scan.slice(index, end);
  if (option.startsWith('--') || option.length > 3) readLongOption(scan, option, end, lookup);
  const wanted = scan.command === undefined ? undefined : COMMANDS.get(scan.command);
  if (wanted === undefined) return;
  if (wanted.test(option)) return readCommandValue(scan, option, end);
  const short = option.slice(0, 2);
  if (!option.startsWith('--') && wanted.test(short) && isIn(scan.code(index + 2), ALNUM))
    readAttached(scan, short, index + 2);
};

const readLongOption = (scan: Scan, option: string, end: number, lookup: NameLookup): void => {
  const next = end + 1;
  if (!isIn(scan.code(end), BLANK) || scan.code(next) === 0x2d) return;
  const found = lookup(option.replace(/^-+/, ''));
  if (found !== undefined) redactNamed(scan, found, { from: next, isColon: true });
};

const MAX_BLANKS = 4;

const readCommandValue = (scan: Scan, option: string, end: number): void => {
  if (!isIn(scan.code(end), BLANK) && scan.code(end) !== 0x3d) return;
  const isDatabaseName = /^(?:mysql|mariadb)/.test(scan.command ?? '') && option === '-p';
  if (isDatabaseName) return;
  let start = end + 1;
  while (start < end + MAX_BLANKS && isIn(scan.code(start), BLANK)) start++;
  if (scan.code(start) === 0x2d) return;
  readSecretPart(scan, option, start);
};

/** `-psecret`, and `-uuser:secret`. */
const readAttached = (scan: Scan, option: string, start: number): void => readSecretPart(scan, option, start);

const readSecretPart = (scan: Scan, option: string, from: number): void => {
  const value = valueAt(scan, from);
  if (value === undefined) return;
  const text = scan.slice(value.start, value.end);
  if (!USER_OPTION.test(option)) return addSecret(scan, value.start, value.end, text.replace(/^pass:/, ''));
  const colon = text.indexOf(':');
  const next = scan.code(value.end + 1);
  if (colon < 0 && value.isQuoted && next === 0x3a) return readSecretPart(scan, '-p', value.end + 2);
  const user = text.slice(0, colon);
  const password = text.slice(colon + 1);
  if (colon === text.length - 1 && next === 0x27) return readSecretPart(scan, '-p', value.end);
  if (colon >= 0 && password === '') return addSecret(scan, value.start, value.start + colon, user);
  if (colon >= 0 && !(isExampleWord(user) && isExampleWord(password)))
    addSecret(scan, value.start + colon + 1, value.end, password);
};

const isExampleWord = (value: string): boolean =>
  /^(?:user(?:name)?|login|admin|test|xxx|pass(?:word)?|yyy|token|secret|name)$/i.test(value);

const addSecret = (scan: Scan, start: number, end: number, text: string): void => {
  if (isPlaceholder(text) || /^[[<{$(]/.test(text)) return;
  scan.add(start, end, 'command_line', RANK.named);
};
