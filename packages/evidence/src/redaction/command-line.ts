import { ALNUM, BLANK, DASH, isIn, LINE_END, UNDERSCORE } from './char-class.ts';
import type { NameLookup } from './name-class.ts';
import { redactNamed } from './named-redaction.ts';
import type { Scan } from './scan.ts';
import { RANK } from './span.ts';
import { isPlaceholder } from './value-check.ts';
import { valueAt } from './value-extent.ts';
import { readAnnouncedValue } from './value-pair.ts';

/** Which short options of a command carry a secret. */
interface Command {
  /** Options whose value is the password. */
  readonly secret?: RegExp;
  /** Options whose value is `user:password`; only the part behind the colon is secret. */
  readonly user?: RegExp;
  /** Whether the password may stand right behind the letter: `-psecret`. */
  readonly isAttached?: boolean;
}

const USER = /^-(?:u|U|-user|-proxy-user)$/;
const MYSQL: Command = { secret: /^-p$/, isAttached: true };
const PASSWORD_P: Command = { secret: /^-p$/ };

/** Commands with options that carry a password, by their first word. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['curl', { user: USER, secret: /^--pass$/ }],
  ['wget', { secret: /^--(?:http-|ftp-|proxy-)?password$/ }],
  ['httpie', { user: /^-(?:a|-auth)$/ }],
  ['mysql', MYSQL],
  ['mysqldump', MYSQL],
  ['mysqladmin', MYSQL],
  ['mariadb', MYSQL],
  ['sshpass', { secret: /^-p$/, isAttached: true }],
  ['docker', PASSWORD_P],
  ['podman', PASSWORD_P],
  ['buildah', PASSWORD_P],
  ['helm', PASSWORD_P],
  ['az login', PASSWORD_P],
  ['oc login', PASSWORD_P],
  ['mongo', PASSWORD_P],
  ['mongosh', PASSWORD_P],
  ['mongodump', PASSWORD_P],
  ['mongorestore', PASSWORD_P],
  ['rabbitmqadmin', PASSWORD_P],
  ['cqlsh', PASSWORD_P],
  ['redis-cli', { secret: /^-a$/ }],
  ['ldapsearch', { secret: /^-w$/ }],
  ['ldapmodify', { secret: /^-w$/ }],
  ['ldapadd', { secret: /^-w$/ }],
  ['sqlcmd', { secret: /^-P$/ }],
  ['bcp', { secret: /^-P$/ }],
  ['smbclient', { user: /^-U$/ }],
  ['openssl', { secret: /^-(?:pass|passin|passout|k)$/ }],
  ['keytool', { secret: /^-(?:storepass|keypass)$/ }],
  ['unzip', { secret: /^-P$/ }],
]);

const MAX_OPTION = 48;

/** Reads the option whose dash stands at the place: `--password x`, `-u user:x`, `-px`. */
export const readOption = (scan: Scan, index: number, lookup: NameLookup): void => {
  const end = scan.runEnd(index, ALNUM | DASH | UNDERSCORE);
  const option = scan.slice(index, Math.min(end, index + MAX_OPTION));
  if (end - index <= MAX_OPTION && option.length > 3) readLongOption(scan, option, end, lookup);
  const command = scan.command === undefined ? undefined : COMMANDS.get(scan.command);
  if (command === undefined) return;
  if (command.secret?.test(option) || command.user?.test(option)) {
    readOptionValue(scan, { option, command }, end);
    return;
  }
  const letter = option.slice(0, 2);
  if (command.isAttached === true && command.secret?.test(letter) && !isIn(scan.code(index + 2), BLANK | LINE_END))
    addSecret(scan, index + 2);
};

const readLongOption = (scan: Scan, option: string, end: number, lookup: NameLookup): void => {
  if (!isIn(scan.code(end), BLANK) || (scan.code(end + 1) === 0x2d && isIn(scan.code(end + 2), ALNUM | DASH))) return;
  const found = lookup(option.replace(/^-+/, ''));
  if (found === undefined) return;
  if (found.strength === 'pair_value') readAnnouncedValue(scan, end + 1);
  else redactNamed(scan, found, { from: end + 1, isColon: true });
};

const MAX_BLANKS = 4;

const readOptionValue = (scan: Scan, { option, command }: { option: string; command: Command }, end: number): void => {
  // `mysql -p name` asks for the password: the word behind the blank is a database.
  if (command === MYSQL || (!isIn(scan.code(end), BLANK) && scan.code(end) !== 0x3d)) return;
  let start = end + 1;
  while (start < end + MAX_BLANKS && isIn(scan.code(start), BLANK)) start++;
  if (command.user?.test(option)) readUserAndPassword(scan, start);
  else addSecret(scan, start);
};

const EXAMPLE_WORD = /^(?:user(?:name)?|login|admin|test|xxx|pass(?:word)?|yyy|token|secret|name)$/i;

const readUserAndPassword = (scan: Scan, from: number): void => {
  const value = valueAt(scan, from);
  if (value === undefined) return;
  const text = scan.slice(value.start, value.end);
  const colon = text.indexOf(':');
  const user = text.slice(0, colon);
  const password = text.slice(colon + 1);
  // "user":"password" and user:'password' are one word to the shell.
  if (colon < 0 && value.isQuoted && scan.code(value.end + 1) === 0x3a) {
    addSecret(scan, value.end + 2);
    return;
  }
  if (colon < 0) return;
  if (password === '' && !value.isQuoted && scan.code(value.end) !== 0x20) {
    addSecret(scan, value.end);
    return;
  }
  if (password === '') {
    addRange(scan, { start: value.start, end: value.start + colon, text: user });
    return;
  }
  if (EXAMPLE_WORD.test(user) && EXAMPLE_WORD.test(password)) return;
  addRange(scan, { start: value.start + colon + 1, end: value.end, text: password });
};

const addSecret = (scan: Scan, from: number): void => {
  const value = valueAt(scan, from);
  if (value !== undefined) addRange(scan, { ...value, text: scan.slice(value.start, value.end) });
};

/** Port mappings (`-p 8080:80`), paths (`mkdir -p /x`) and templates are no passwords. */
const NO_PASSWORD = /^[\d.:-]{1,32}(?:\/(?:tcp|udp))?$|^[~.]?\/|^[[<{$(]|^-/;

const addRange = (scan: Scan, { start, end, text }: { start: number; end: number; text: string }): void => {
  if (isPlaceholder(text) || NO_PASSWORD.test(text)) return;
  scan.add(start, end, 'command_line', RANK.named);
};
