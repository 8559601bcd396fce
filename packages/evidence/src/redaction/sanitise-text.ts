import { isJsonArray, type JsonValue } from '@opsrunbook/core';

export interface SanitiseOptions {
  /** Longest result in UTF-16 units; the cut never parts a grapheme. */
  readonly maxLength?: number;
  /** Whether line ends and tabs stay; otherwise each becomes a blank. They stay by default. */
  readonly keepNewlines?: boolean;
}

/** Control sequences of a terminal: colours, cursor moves, titles, hyperlinks. */
const ESCAPE_SEQUENCES =
  /(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]|\x1b[\]PX^_][^\x07\x1b\x9c]{0,2048}(?:\x07|\x1b\\|\x9c)|\x1b[ -/]{0,4}[0-~]/g;
/** What nobody sees or what turns the direction of text: C0 but \t and \n, C1, bidi, zero-width and tag characters. */
const HIDDEN =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udfff]/g;
const LONE_SURROGATES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;
/** Whether a text needs any step at all; most do not. */
const UNUSUAL = /[^\t\n\x20-\x7e]/;

/** Text that no terminal, card, ticket or log viewer can be misled by; see the table in reliability.md section 6. */
export const sanitiseText = (value: string, options: SanitiseOptions = {}): string => {
  const clean = UNUSUAL.test(value) ? cleanText(value) : value;
  const lines = options.keepNewlines === false ? clean.replace(/[\t\n]/g, ' ') : clean;
  return options.maxLength === undefined ? lines : cutAtGrapheme(lines, options.maxLength);
};

const cleanText = (value: string): string =>
  value
    // First: two halves that only come together when what stood between them is taken out must not become a character.
    .replace(LONE_SURROGATES, '\ufffd')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(ESCAPE_SEQUENCES, '')
    .replace(HIDDEN, '')
    .replace(STACKED_MARKS, '$1');

/** Units before the cut that are looked at; after sanitising no grapheme but a chain of joined emoji comes near it. */
const GRAPHEME_WINDOW = 64;

const cutAtGrapheme = (value: string, maxLength: number): string => {
  if (value.length <= maxLength) return value;
  const from = Math.max(0, maxLength - GRAPHEME_WINDOW);
  const window = value.slice(from, maxLength + GRAPHEME_WINDOW);
  let end = 0;
  for (const { index, segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(window))
    if (from + index + segment.length <= maxLength) end = index + segment.length;
  return value.slice(0, from + end);
};

/** The value with every text and every key sanitised. */
export const sanitiseJson = <T extends JsonValue>(value: T): T => sanitised(value) as T;

const sanitised = (value: JsonValue): JsonValue => {
  if (typeof value === 'string') return sanitiseText(value);
  if (value === null || typeof value !== 'object') return value;
  if (isJsonArray(value)) return value.map(sanitised);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]): [string, JsonValue][] =>
      member === undefined ? [] : [[sanitiseText(key), sanitised(member)]],
    ),
  );
};
