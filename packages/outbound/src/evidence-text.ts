import { sanitiseText } from '@opsrunbook/evidence';

/**
 * Text from evidence as one line of at most `maxLength` UTF-16 units: nothing hidden, cut at a grapheme, a cut marked with …, and
 * never empty, because no destination takes an empty text.
 */
export const oneLine = (text: string, maxLength: number): string => {
  const line = inert(sanitiseText(text.slice(0, maxLength * 8), { keepNewlines: false }))
    .replace(/\s+/g, ' ')
    .trim();
  if (line === '') return '(empty)';
  return line.length <= maxLength ? line : `${sanitiseText(line, { maxLength: maxLength - 1 })}…`;
};

/** Like `oneLine`, but lines stay lines, at most `maxLines` of them. */
export const severalLines = (text: string, maxLength: number, maxLines: number): readonly string[] => {
  const clean = inert(sanitiseText(text.slice(0, maxLength * 8)))
    .replaceAll('\t', '  ')
    .trimEnd();
  const cut = clean.length <= maxLength ? clean : `${sanitiseText(clean, { maxLength: maxLength - 1 })}…`;
  const lines = cut.split('\n');
  const kept = lines.length <= maxLines ? lines : [...lines.slice(0, maxLines - 1), '…'];
  return kept.some((line) => line.trim() !== '') ? kept : ['(empty)'];
};

/** Renderers and site generators expand {{…}}, {%…%} and {#…#} even where Markdown is off. */
const inert = (text: string): string => text.replace(/\{(?=[{%#])/g, '{ ');
