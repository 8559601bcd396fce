import { ConfigError, sha256Hex } from '@opsrunbook/core';

/** Kinds of secret a recording can hold in the place of a real one. */
export const CANARY_KINDS = ['bearer', 'aws-secret', 'password-url', 'email', 'card'] as const;
export type CanaryKind = (typeof CANARY_KINDS)[number];

/** A made-up secret that was put into the telemetry: `value` must be found in nothing that was stored or sent. */
export interface Canary {
  readonly kind: CanaryKind;
  readonly value: string;
}

/** Puts canaries in the place of `{{canary:<kind>}}`. */
export interface CanaryPlanter {
  /** `where` names the place in the error for a kind that does not exist. */
  plant(text: string, where: string): string;
  /** The canaries planted so far, by kind. */
  planted(): readonly Canary[];
}

/** A planter whose values follow from the seed: the same at each load, and in no file of the repository. */
export const createCanaryPlanter = (seed: string): CanaryPlanter => {
  const planted = new Map<CanaryKind, Canary>();
  const plant = (text: string, where: string): string =>
    text.replace(/\{\{canary:([^}]*)\}\}/g, (_, name: string) => {
      const kind = CANARY_KINDS.find((known) => known === name);
      if (kind === undefined) {
        throw new ConfigError(
          'recording_invalid',
          `${where}: there is no canary ${name}; use ${CANARY_KINDS.join(', ')}`,
        );
      }
      const { text: planting, secret } = MAKERS[kind](sha256Hex(`${seed}\n${kind}`));
      planted.set(kind, { kind, value: secret });
      return planting;
    });
  return { plant, planted: () => CANARY_KINDS.flatMap((kind) => planted.get(kind) ?? []) };
};

/** What is written into the text, and the part of it that is the secret. None needs escaping in JSON. */
interface Planting {
  readonly text: string;
  readonly secret: string;
}

const whole = (text: string): Planting => ({ text, secret: text });
const base64Url = (text: string): string => Buffer.from(text).toString('base64url');

/** Valid in shape and checksum, so that redaction must find them; plainly made up, so that nobody looks for an owner. */
const MAKERS: Readonly<Record<CanaryKind, (hex: string) => Planting>> = {
  bearer: (hex) =>
    whole(
      [
        base64Url('{"alg":"HS256","typ":"JWT"}'),
        base64Url(`{"sub":"canary","jti":"${hex.slice(0, 16)}"}`),
        Buffer.from(hex, 'hex').toString('base64url'),
      ].join('.'),
    ),
  'aws-secret': (hex) => whole(`CANARY${Buffer.from(hex, 'hex').toString('base64').slice(0, 34)}`),
  'password-url': (hex) => {
    const secret = `Canary${hex.slice(0, 18)}`;
    return { text: `postgres://canary:${secret}@db.canary.internal:5432/orders`, secret };
  },
  email: (hex) => whole(`canary.${hex.slice(0, 10)}@example.com`),
  card: (hex) =>
    whole(withCheckDigit(`400000${String(BigInt(`0x${hex.slice(0, 12)}`) % 1_000_000_000n).padStart(9, '0')}`)),
};

/** Appends the check digit of ISO/IEC 7812-1. */
const withCheckDigit = (digits: string): string => {
  const sum = [...digits].toReversed().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
};
