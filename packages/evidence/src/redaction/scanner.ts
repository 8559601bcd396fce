import {
  createShapeIndex,
  type HasSecrets,
  matchDiscordToken,
  matchEncodedText,
  matchPlainStart,
  type ShapeRule,
} from './anchored-shapes.ts';
import { ALNUM, BLANK, DIGIT, isIn } from './char-class.ts';
import { matchIban, mayBeginIban } from './iban.ts';
import type { NameLookup } from './name-class.ts';
import { readNumber } from './number-rules.ts';
import { mayBeginPhrase, readPhrase } from './phrase-rules.ts';
import type { PrefixIndex } from './prefix-index.ts';
import type { Scan } from './scan.ts';
import { readSign } from './sign-rules.ts';
import { matchToken, mayBeginToken } from './token-matcher.ts';

/** Reads a text once from left to right and lets every rule look where its first characters stand. */
export type Scanner = (scan: Scan) => void;

/** A scanner with the rules of a policy's names; `hasSecrets` looks into decoded base64. */
export const createScanner = (lookup: NameLookup, hasSecrets: HasSecrets): Scanner => {
  const shapes = createShapeIndex(hasSecrets);

  const readLetters = (scan: Scan, start: number, end: number): number => {
    const ibanEnd = mayBeginIban(scan, start) ? matchIban(scan, start) : start;
    if (ibanEnd > start) return ibanEnd;
    return end - start >= LONG_WORD ? readLongWord(scan, start, { end, hasSecrets }) : end;
  };

  const readWord = (scan: Scan, start: number, end: number): number => {
    const [a, b, c] = [scan.code(start), scan.code(start + 1), scan.code(start + 2)];
    const tokenEnd = mayBeginToken(a, b, c) ? matchToken(scan, start) : start;
    if (tokenEnd > start) return tokenEnd;
    const shapeEnd = shapes.mayBegin(a, b, c) ? matchShape(scan, start, shapes) : start;
    if (shapeEnd > start) return shapeEnd;
    if (isIn(a, DIGIT)) return readNumber(scan, start, end);
    if (mayBeginPhrase(a, b, c)) readPhrase(scan, start, end);
    return readLetters(scan, start, end);
  };

  return (scan) => {
    const { length } = scan.view;
    let index = 0;
    while (index < length) {
      const code = scan.code(index);
      if (isIn(code, ALNUM)) {
        const end = wordEnd(scan, index);
        index = readWord(scan, index, end);
      } else if (code > 0x7f || isIn(code, BLANK)) index++;
      else index = readSign(scan, index, { code, lookup });
    }
  };
};

/** Shortest word that may be an encoded text or a token without a prefix. */
const LONG_WORD = 20;

const matchShape = (scan: Scan, start: number, shapes: PrefixIndex<ShapeRule>): number => {
  for (const { literal, entry } of shapes.at(scan.view.text, start)) {
    const end = scan.startsWith(literal, start) ? entry(scan, start) : start;
    if (end > start) return end;
  }
  return start;
};

/** End of a run of letters and digits; a left-out escape sequence separates words. */
const wordEnd = (scan: Scan, start: number): number => {
  const { codes, origin } = scan.view;
  let end = start + 1;
  while (isIn(codes[end] ?? 0, ALNUM) && (origin === undefined || !scan.hasGapBefore(end))) end++;
  return end;
};

const readLongWord = (
  scan: Scan,
  start: number,
  { end, hasSecrets }: { end: number; hasSecrets: HasSecrets },
): number => {
  const discordEnd = matchDiscordToken(scan, start, end);
  if (discordEnd > start) return discordEnd;
  return Math.max(end, matchPlainStart(scan, start, end), matchEncodedText(scan, start, hasSecrets));
};
