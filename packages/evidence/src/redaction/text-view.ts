/** Stands for a character of an earlier placeholder: no class, so that no rule reads a placeholder's own words. */
export const MASKED = '\uE000';

const PLACEHOLDER = /\[redacted:[a-z][a-z0-9_]{0,39}(?::[0-9a-f]{8})?\]/g;

/**
 * The text as the rules read it: escape sequences and invisible characters left out, full-width letters folded, earlier
 * placeholders masked. `origin[i]` is the place of unit `i` in the source text; without it both are the same.
 */
export interface TextView {
  readonly text: string;
  /** Units of `text`, followed by zeros, so that reading a little past the end is safe. */
  readonly codes: Uint16Array;
  readonly length: number;
  readonly origin: Int32Array | undefined;
}

const PADDING = 8;
const ESCAPE = 0x1b;

/** A view of any string; time and memory grow linearly with its length. */
export const createTextView = (source: string): TextView => {
  const text = source.includes('[redacted:')
    ? source.replace(PLACEHOLDER, (found) => MASKED.repeat(found.length))
    : source;
  const codes = new Uint16Array(text.length + PADDING);
  let unusual = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    codes[index] = code;
    if (code >= 0xad || code === ESCAPE) unusual = 1;
  }
  if (unusual === 0) return { text, codes, length: text.length, origin: undefined };
  return foldedView(text, codes);
};

/** A view of text that was decoded from a source; `origin` says where each unit came from. */
export const decodedView = (text: string, origin: Int32Array): TextView => {
  const codes = new Uint16Array(text.length + PADDING);
  for (let index = 0; index < text.length; index++) codes[index] = text.charCodeAt(index);
  return { text, codes, length: text.length, origin };
};

const foldedView = (text: string, codes: Uint16Array): TextView => {
  const folded = new Uint16Array(codes.length);
  const origin = new Int32Array(codes.length);
  let length = 0;
  let changed = false;
  for (let index = 0; index < text.length; ) {
    const skipped = ignorableLength(codes, index, text.length);
    if (skipped > 0) {
      changed = true;
      index += skipped;
      continue;
    }
    const code = codes[index] ?? 0;
    const isFullWidth = code >= 0xff01 && code <= 0xff5e;
    if (isFullWidth) changed = true;
    folded[length] = isFullWidth ? code - 0xfee0 : code;
    origin[length++] = index++;
  }
  if (!changed) return { text, codes, length: text.length, origin: undefined };
  return { text: textOf(folded, length), codes: folded, length, origin };
};

/** How many units at `index` a reader does not see: an escape sequence, a zero-width or direction mark; else 0. */
const ignorableLength = (codes: Uint16Array, index: number, length: number): number => {
  const code = codes[index] ?? 0;
  if (code === ESCAPE || code === 0x9b) return escapeLength(codes, index, length);
  if (code < 0xad) return 0;
  return code === 0xad || isInvisible(code) ? 1 : 0;
};

const isInvisible = (code: number): boolean =>
  (code >= 0x200b && code <= 0x200f) ||
  (code >= 0x202a && code <= 0x202e) ||
  (code >= 0x2060 && code <= 0x206f) ||
  code === 0xfeff;

/** Longest operating system command that is left out as a whole; a longer one is text. */
const MAX_ESCAPE_LENGTH = 256;

const escapeLength = (codes: Uint16Array, index: number, length: number): number => {
  const end = Math.min(length, index + MAX_ESCAPE_LENGTH);
  const introducer = codes[index] === 0x9b ? 0x5b : (codes[index + 1] ?? 0);
  let place = codes[index] === 0x9b ? index + 1 : index + 2;
  if (introducer === 0x5b) {
    while (place < end && (codes[place] ?? 0) >= 0x20 && (codes[place] ?? 0) <= 0x3f) place++;
    return Math.min(place + 1, length) - index;
  }
  if (introducer !== 0x5d) return Math.min(index + 2, length) - index;
  while (place < end && codes[place] !== 7 && codes[place] !== ESCAPE) place++;
  if (place === end) return 1;
  return (codes[place] === 7 ? place + 1 : Math.min(place + 2, length)) - index;
};

const DECODE_STEP = 8_192;

const textOf = (codes: Uint16Array, length: number): string => {
  const parts: string[] = [];
  for (let start = 0; start < length; start += DECODE_STEP)
    parts.push(String.fromCharCode(...codes.subarray(start, Math.min(length, start + DECODE_STEP))));
  return parts.join('');
};
