import { MASKED } from './text-view.ts';
import { entropyOf, hasDigit, isUuid } from './value-shape.ts';

const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/));

/** Words that stand where a value would and are none: states, types, literals and names of fields. */
const MERE_WORDS =
  words(`true false null none nil undefined nan yes no on off empty unset missing required optional invalid
  incorrect wrong expired revoked rejected valid verified present absent found failed failure error denied unauthorized forbidden
  set string str text varchar char bytes number int integer bool boolean any object array list map unknown redacted masked hidden
  filtered removed omitted sanitized sanitised scrubbed secret password passwd pwd token key value file env disabled enabled
  default ref reference encrypted plaintext prompt ask interactive keychain vault always never mismatch match changed updated
  deleted created rotated rotating accepted basic bearer digest oauth jwt cookie header is was has must cannot should the for of
  and or not in to from with authentication authorization securestring secretstr generated auto
  placeholder example sample todo tbd n/a na stdin stdout field type name id kubernetes`);

const TEMPLATE =
  /^(?:\$\{|\$\(|\$\[|\{\{|%\{|#\{|<%|%\(|@@|@\{|\$\$\{|`)|^<[^>]*>?$|^\{[A-Za-z_][\w.-]*(?:\}$|\()|^%[A-Za-z_][A-Za-z0-9_]*%$|^%[sdvq]$|^@[A-Za-z_]+@$|^__[A-Z_]+__$/;
const SHELL_VARIABLE = /^\$(?:env:|Env:)?(?:[A-Z_][A-Z0-9_]*|[a-z_]+|[a-z]+(?:[A-Z][a-z]+)+|\d)$/;
const FILLING = /^[*xX•●·.\-_#?…]+$|^(?:0+|1+)$/;
const MARKED_FILLING = /[xX*•#]{6}|\.\.\.$|…$|\[redacted\]/i;
/** As many equal characters in a row do not come by chance. */
const LONG_RUN = 12;
const HIDDEN =
  /^[([<{]*(?:redacted|masked|hidden|filtered|removed|omitted|sanitized|your|my|the|insert|enter|replace|change)[-_ ]|^[([<{*]+ ?(?:redacted|masked|hidden|filtered|removed|omitted|sensitive|secret|password|none|value)/i;
const REFERENCE =
  /^(?:arn:aws|ssm:|secretsmanager:|op:\/\/|vault:|file:|env[:.]|secrets?\.|vars?\.|local\.|module\.|data\.|inputs?\.|params?\.|process\.env|os\.environ|os\.getenv|System\.getenv|req(?:uest)?\.|res(?:ponse)?\.|config\.|cfg\.|self\.|this\.|ctx\.|context\.|event\.|props\.|state\.|options?\.|opts\.|args\.|settings\.|user\.|body\.|github\.|steps\.|needs\.|build\.|Deno\.|import\.meta|ENC\[|ENC\(|\{cipher\}|encrypted:|!Ref|!Sub|!GetAtt|!secret|!vault|resolve:)/;
const CODE =
  /^(?:new |await |async |function\b|lambda\b|[A-Za-z_$][\w$.]*\(|&|\*?[a-z]+\.[A-Z]\w*$|[A-Za-z_]\w*\[|\(|\[\]?$|\{\}?$|=>)/;

/** Whether the value stands for a value instead of being one: a template, a reference, asterisks, a mere word. */
export const isPlaceholder = (value: string): boolean => {
  const trimmed = value.trim();
  if (trimmed === '' || trimmed.includes(MASKED)) return true;
  const head = trimmed.length > 128 ? trimmed.slice(0, 128) : trimmed;
  if (FILLING.test(head) || TEMPLATE.test(head) || SHELL_VARIABLE.test(head)) return true;
  if (HIDDEN.test(head) || REFERENCE.test(head)) return true;
  if (/\$\{[^}]*\}|\{\{[^}]*\}\}/.test(head)) return true;
  if (head.endsWith('EXAMPLE') || head.endsWith('EXAMPLEKEY') || hasLongRun(head)) return true;
  return MARKED_FILLING.test(head) || MERE_WORDS.has(head.toLowerCase().replace(/[.!,:;)]+$/, ''));
};

/** A run at the beginning, or of a character that fillings are made of; base64 of zeros has runs of `A` inside. */
const hasLongRun = (value: string): boolean => {
  let start = 0;
  for (let index = 1; index <= value.length; index++) {
    if (index < value.length && value.charCodeAt(index) === value.charCodeAt(start)) continue;
    if (index - start >= LONG_RUN && (start === 0 || /[xX0-9*.#_-]/.test(value.charAt(start)))) return true;
    start = index;
  }
  return false;
};

/** Whether an unquoted value is program text: a call, an index, a member of an object. */
export const isCode = (value: string): boolean => CODE.test(value);

const PATH = /^(?:\.{0,2}\/|~\/|[A-Za-z]:\\)[\w .@-]+(?:[/\\][\w .@-]*)*$/;
const LOCATION = /^[a-z][a-z0-9+.-]*:\/\//i;
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}(?:[T ]|$)|^\d+(?:\.\d+)?(?:ms|s|m|h|d|us|ns|%|[kmg]i?b)?$/i;
const DOTTED_WORDS = /^[A-Za-z]+(?:[._:/ -][A-Za-z]+)*$/;
const VERSION = /^(?:[A-Za-z][A-Za-z0-9._-]*[-_:@])?v?\d+(?:\.\d+){1,3}(?:[-+][\w.]+)?$/;

/** Whether a value has the shape of a credential: no number, path, version, timestamp or run of plain words. */
export const looksLikeCredential = (value: string): boolean => {
  if (value.length < 8 || LOCATION.test(value) || PATH.test(value)) return false;
  if (TIMESTAMP.test(value) || VERSION.test(value) || value.startsWith('arn:')) return false;
  if (DOTTED_WORDS.test(value)) return isRandomLetters(value);
  if (!/[A-Za-z]/.test(value)) return false;
  return hasDigit(value) || value.length >= 16;
};

/** Letters only, yet no words: long, of both cases in short stretches. */
const isRandomLetters = (value: string): boolean => {
  if (value.length < 12 || /[._:/ -]/.test(value)) return false;
  const changes = value.match(/[a-z][A-Z]|[A-Z][a-z]/g)?.length ?? 0;
  return changes * 4 >= value.length || (value.length >= 20 && changes === 0 && entropyOf(value) > 3.7);
};

/** Whether a value is long and random: at least 20 characters of letters and digits, no UUID, no words. */
export const isRandom = (value: string): boolean => {
  if (value.length < 20 || isUuid(value) || !looksLikeCredential(value)) return false;
  if (value.startsWith('eyJ') || !isDense(value) || !/^[\w+/=.~-]+$/.test(value)) return false;
  return entropyOf(value) >= (value.length >= 32 ? 3 : 3.5);
};

/** Whether digits or changes of case come often enough for random text; names of things have few. */
const isDense = (value: string): boolean => {
  const digits = value.match(/\d/g)?.length ?? 0;
  const changes = value.match(/[a-z][A-Z]|[A-Z][a-z]/g)?.length ?? 0;
  return digits > 0 && (digits * 10 >= value.length || changes * 8 >= value.length);
};

/** Whether a word in running text can be a password: it mixes letters with digits or signs. */
export const looksLikeTypedSecret = (value: string): boolean =>
  value.length >= 4 &&
  !DOTTED_WORDS.test(value) &&
  !VERSION.test(value) &&
  !TIMESTAMP.test(value) &&
  !LOCATION.test(value);
