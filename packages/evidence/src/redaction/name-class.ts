import {
  HALF_NAMES,
  KEY_QUALIFIERS,
  NEUTRAL_SUFFIXES,
  PAIR_NAMES,
  PAIR_VALUES,
  PASSWORD_WORDS,
  PHONE_NAMES,
  PLAIN_NAMES,
  PLAIN_QUALIFIERS,
  SECRET_WORDS,
  SESSION_WORDS,
  SHORT_CODE_NAMES,
  TYPE_WORDS,
  VENDOR_WORDS,
} from './name-words.ts';

/**
 * What a key name promises about its value. `strong`: a secret unless it is a placeholder or a mere word; `weak`: a
 * secret when it looks like one; `random`: only when it is long and random; `header` to `ssn` have rules of their own;
 * the rest are no secrets but words that names are put together from: `name: X` … `value: y`, `X: string = y`, `API key: y`.
 */
export interface NameClass {
  readonly type: string;
  readonly strength:
    | 'strong'
    | 'weak'
    | 'random'
    | 'header'
    | 'cookies'
    | 'code'
    | 'phone'
    | 'ssn'
    | 'pair_name'
    | 'pair_value'
    | 'type_word'
    | 'half';
}

/** Looks up what a key name promises. */
export type NameLookup = (name: string) => NameClass | undefined;

const MAX_NAME_LENGTH = 96;

const HELPERS: ReadonlyMap<string, 'pair_name' | 'pair_value' | 'type_word' | 'half'> = new Map([
  ...PAIR_NAMES.map((word) => [word, 'pair_name'] as const),
  ...PAIR_VALUES.map((word) => [word, 'pair_value'] as const),
  ...TYPE_WORDS.map((word) => [word, 'type_word'] as const),
  ...HALF_NAMES.map((word) => [word, 'half'] as const),
]);

/** The class of a key name in any spelling: snake, camel, kebab, dotted, upper, lower or written together. */
export const classifyName = (name: string, extraNames: ReadonlySet<string>): NameClass | undefined => {
  if (name.length < 2 || name.length > MAX_NAME_LENGTH) return undefined;
  const parts = wordsOf(name);
  const flat = parts.join('');
  if (extraNames.has(flat)) return { type: 'secret', strength: 'strong' };
  if (PLAIN_NAMES.has(flat) || parts.length === 0) return undefined;
  const helper = HELPERS.get(flat);
  if (helper !== undefined) return { type: '', strength: helper };
  return specialName(flat) ?? classOfWords(withoutNeutralEnd(parts));
};

/** The words of a name in lower case, without digits at their ends. */
export const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => (/^(?:ed25519|s3|i18n|cvv2|sha256|base64|b64|md5)$/.test(word) ? word : word.replace(/\d+$/, '')))
    .filter((word) => word !== '');

const withoutNeutralEnd = (parts: readonly string[]): readonly string[] => {
  let end = parts.length;
  while (end > 1 && NEUTRAL_SUFFIXES.has(parts[end - 1] ?? '')) end--;
  return parts.slice(0, end);
};

const HEADER_NAMES = new Set([
  'authorization',
  'proxyauthorization',
  'xauthorization',
  'xforwardedauthorization',
  'wwwauthorization',
]);
const COOKIE_NAMES = new Set(['cookie', 'setcookie', 'cookies', 'xcookie']);
const SSN_NAMES = new Set(['ssn', 'socialsecurity', 'socialsecuritynumber', 'usssn', 'ssnnumber']);

const specialName = (flat: string): NameClass | undefined => {
  if (HEADER_NAMES.has(flat)) return { type: 'auth_header', strength: 'header' };
  if (COOKIE_NAMES.has(flat)) return { type: 'cookie', strength: 'cookies' };
  if (SSN_NAMES.has(flat)) return { type: 'us_ssn', strength: 'ssn' };
  if (PHONE_NAMES.has(flat)) return { type: 'phone', strength: 'phone' };
  if (SHORT_CODE_NAMES.has(flat)) return { type: 'oauth', strength: 'code' };
  if (flat === 'samlresponse' || flat === 'samlrequest' || flat === 'samlassertion' || flat === 'wresult')
    return { type: 'saml', strength: 'random' };
  return undefined;
};

const classOfWords = (parts: readonly string[]): NameClass | undefined => {
  if (parts[0] === 'encrypted' && parts.length === 2) return { type: 'secret', strength: 'random' };
  const last = parts.at(-1) ?? '';
  const flat = parts.join('');
  const previous = parts.slice(0, -1);
  if (PASSWORD_WORDS.has(last) || /(?:password|passwd|passphrase|passwort)s?$/.test(last))
    return { type: 'password', strength: 'strong' };
  if (last === 'pass' || /^(?:db|smtp|user|ftp|irc|mysql|redis|root)pass$/.test(last))
    return { type: 'password', strength: 'strong' };
  if (SECRET_WORDS.has(last) || last.endsWith('secret')) return secretClass(flat, last);
  if (last === 'key' || last === 'keys' || last.endsWith('key')) return keyClass(previous, last, flat);
  if (last.endsWith('token')) return tokenClass(previous, last, flat);
  if (last.endsWith('salt') || last.startsWith('credential') || last === 'creds' || last === 'cred')
    return { type: 'secret', strength: 'weak' };
  return sessionOrCode(parts, last, flat);
};

const secretClass = (flat: string, last: string): NameClass => {
  if (flat.includes('client')) return { type: 'client_secret', strength: 'strong' };
  return { type: 'secret', strength: last === 'secrets' ? 'random' : 'strong' };
};

const KEY_TYPES: readonly (readonly [RegExp, string])[] = [
  [/secretaccesskey$|awssecretkey$|awssecret$/, 'aws_secret_access_key'],
  [/privatekey$/, 'private_key'],
  [/apikey$/, 'api_key'],
  [/accountkey$|sharedaccesskey$|storagekey$/, 'azure_key'],
];

const keyClass = (previous: readonly string[], last: string, flat: string): NameClass | undefined => {
  const type = KEY_TYPES.find(([pattern]) => pattern.test(flat))?.[1];
  if (type !== undefined) return { type, strength: type === 'api_key' || type === 'private_key' ? 'weak' : 'strong' };
  const qualifier = last === 'key' || last === 'keys' ? (previous.at(-1) ?? '') : last.replace(/keys?$/, '');
  if (PLAIN_QUALIFIERS.has(qualifier) || qualifier === '') return undefined;
  if (/secretkey$|signingkey$|encryptionkey$|masterkey$|authkey$/.test(flat))
    return { type: 'secret', strength: 'weak' };
  if (KEY_QUALIFIERS.has(qualifier) || VENDOR_WORDS.has(qualifier)) return { type: 'api_key', strength: 'weak' };
  return { type: 'api_key', strength: 'random' };
};

const tokenClass = (previous: readonly string[], last: string, flat: string): NameClass | undefined => {
  if (/sessiontoken$|securitytoken$/.test(flat)) return { type: 'aws_session_token', strength: 'weak' };
  const qualifier = last === 'token' ? (previous.at(-1) ?? '') : last.replace(/token$/, '');
  return PLAIN_QUALIFIERS.has(qualifier) ? undefined : { type: 'token', strength: 'weak' };
};

const sessionOrCode = (parts: readonly string[], last: string, flat: string): NameClass | undefined => {
  if (SESSION_WORDS.has(last) || /sess(?:ion)?(?:id|key)$/.test(flat) || flat === 'connectsid')
    return { type: 'cookie', strength: 'weak' };
  if (last === 'auth' || last === 'bearer' || last === 'jwt' || last === 'assertion' || last === 'pat')
    return { type: 'token', strength: 'weak' };
  if (last === 'sig' || last === 'hmac' || /(?:amz|goog)signature$/.test(flat))
    return { type: 'signature', strength: 'weak' };
  if (last === 'signature') return { type: 'signature', strength: 'random' };
  if (last === 'login' && VENDOR_WORDS.has(parts.at(-2) ?? '')) return { type: 'token', strength: 'random' };
  if (flat === 'code' || flat === 'authorizationcode' || last === 'verifier')
    return { type: 'oauth', strength: 'random' };
  return undefined;
};
