import { passesLuhn } from '../card-number.ts';
import { passesMod97 } from '../iban.ts';

/** A seeded source of numbers in [0, 1): the same seed gives the same values. */
export type Random = () => number;

/** A linear congruential generator (Numerical Recipes); good enough to vary texts, useless for anything secret. */
export const seededRandom = (seed: number): Random => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
};

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';
export const ALPHANUMERIC = `${UPPER}${UPPER.toLowerCase()}${DIGITS}`;
export const HEXADECIMAL = `${DIGITS}abcdef`;

/** One entry of a list. */
export const oneOf = <T>(random: Random, list: readonly [T, ...T[]]): T =>
  list[Math.floor(random() * list.length)] ?? list[0];

/** Random characters of an alphabet; ends with a letter and a digit, as random text of its length nearly always holds both. */
export const characters = (random: Random, alphabet: string, length: number): string => {
  let text = '';
  while (text.length < length - 2) text += alphabet.charAt(Math.floor(random() * alphabet.length));
  return `${text}a7`;
};

const WORDS = ['river', 'Copper', 'lantern', 'Meadow', 'quartz', 'Saffron', 'tundra', 'Willow'] as const;

/** A password as people make them: words, digits and signs. */
export const fakePassword = (random: Random): string => {
  const number = String(10 + Math.floor(random() * 9_000));
  return oneOf(random, [
    () => `${oneOf(random, WORDS)}-${oneOf(random, WORDS)}-${number}`,
    () => `${oneOf(random, WORDS)}${number}${oneOf(random, WORDS)}`,
    () => `${characters(random, ALPHANUMERIC, 5)}%${characters(random, ALPHANUMERIC, 5)}~x`,
    () => `${oneOf(random, WORDS)}.${oneOf(random, WORDS)}${number}!`,
  ])();
};

/** Sixteen digits that pass the Luhn check behind a prefix. */
export const fakeCard = (random: Random, prefix: string): string => {
  let digits = prefix;
  while (digits.length < 15) digits += Math.floor(random() * 10);
  return `${digits}${[...DIGITS].find((digit) => passesLuhn(digits + digit)) ?? '0'}`;
};

/** A German IBAN that passes mod 97. */
export const fakeIban = (random: Random): string => {
  const account = Array.from({ length: 18 }, () => Math.floor(random() * 10)).join('');
  for (let check = 2; check <= 98; check++) {
    const iban = `DE${String(check).padStart(2, '0')}${account}`;
    if (passesMod97(iban)) return iban;
  }
  return '';
};

/** A JWT with a readable header and a random signature. */
export const fakeJwt = (random: Random): string => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const subject = characters(random, DIGITS, 8);
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: subject })}.${characters(random, `${ALPHANUMERIC}-_`, 43)}`;
};

/** A private key block of random base64. */
export const fakePrivateKey = (random: Random, lineEnd: string): string => {
  const lines = Array.from({ length: 6 }, () => characters(random, `${ALPHANUMERIC}+/`, 64));
  return ['-----BEGIN RSA PRIVATE KEY-----', ...lines, '-----END RSA PRIVATE KEY-----'].join(lineEnd);
};
