import { sha256Hex } from '@opsrunbook/core';

/** A made-up value that was put somewhere and must be found nowhere. */
export interface Canary {
  readonly place: string;
  readonly value: string;
}

/** Plants values that no other place shares; what they are part of makes them secret, or the place is never kept. */
export interface CanaryNest {
  /** A word of its own. */
  word(place: string): string;
  /** A token in the shape of GitHub's. */
  token(place: string): string;
  /** An address; the local part is the canary. */
  email(place: string): string;
  readonly planted: readonly Canary[];
}

/** The same seed plants the same values. */
export const createCanaryNest = (seed: string): CanaryNest => {
  const planted: Canary[] = [];
  const plant = (place: string, value: string): string => {
    planted.push({ place, value });
    return value;
  };
  const hex = (place: string): string => sha256Hex(`${seed}\n${place}\n${planted.length}`);
  return {
    word: (place) => plant(place, `Canary${hex(place).slice(0, 18)}`),
    token: (place) => plant(place, `ghp_${hex(place).slice(0, 36)}`),
    email: (place) => `${plant(place, `canary.${hex(place).slice(0, 18)}`)}@mail.example.net`,
    planted,
  };
};

/** The canaries that can be read in any of the texts: as they are, or as base64 or hexadecimal digits would show them. */
export const canariesIn = (texts: readonly string[], canaries: readonly Canary[]): readonly string[] => {
  const hay = texts.join('\u0000');
  return canaries.filter(({ value }) => formsOf(value).some((form) => hay.includes(form))).map(({ place }) => place);
};

/** Base64 depends on where a text begins among three bytes; the outer digits depend on its neighbours. */
const formsOf = (value: string): readonly string[] => [
  value,
  Buffer.from(value).toString('hex'),
  ...[0, 1, 2].map((shift) =>
    Buffer.from(`${'\0'.repeat(shift)}${value}`)
      .toString('base64')
      .slice(4, -4),
  ),
];
