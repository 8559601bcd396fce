import {
  ALNUM,
  BASE64,
  BASE64_URL,
  DASH,
  DOT,
  EQUALS,
  HEX,
  LETTER,
  PLUS_SLASH,
  UNDERSCORE,
  WORD,
} from './char-class.ts';

/** The alphabets a token's body can be written in. */
export const ALPHABET = {
  hex: HEX,
  alnum: ALNUM,
  letter: LETTER,
  word: WORD,
  base64: BASE64,
  base64Url: BASE64_URL,
  base64UrlDot: BASE64_URL | DOT,
  base64UrlEquals: BASE64_URL | EQUALS,
  base64Both: BASE64 | DASH | UNDERSCORE,
  dashed: ALNUM | DASH,
  dotted: ALNUM | DOT,
  any: BASE64 | BASE64_URL | DOT | PLUS_SLASH,
} as const;

export type Alphabet = keyof typeof ALPHABET;

/** A kind of token that shows by itself: a literal prefix, then a body of one alphabet and a bounded length. */
export interface TokenRule {
  readonly type: string;
  readonly prefix: string;
  readonly body: Alphabet;
  readonly min: number;
  /** Longest body; a longer run is something else. Without it there is no bound. */
  readonly max?: number;
  /** What the body must be besides; without it anything that is no filling (`xxxx…`) is accepted. */
  readonly accept?: (body: string) => boolean;
}

/** Rules that share type, alphabet and length. */
export const tokens = (
  type: string,
  prefixes: readonly string[],
  shape: Omit<TokenRule, 'type' | 'prefix'>,
): readonly TokenRule[] => prefixes.map((prefix) => ({ type, prefix, ...shape }));
