const CUT_MARK = '…[cut]';

/** At most `maxLength` units; the last word, which may be half a value, goes with the rest. */
export const cutText = (text: string, maxLength: number): string => {
  if (text.length <= maxLength) return text;
  const kept = text.slice(0, maxLength - CUT_MARK.length);
  const wordStart = kept.search(/\S{0,256}$/);
  return kept.slice(0, wordStart) + CUT_MARK;
};

/** Longest word that is dropped whole; of a longer one, which is data, the end goes. */
const MAX_WORD = 512;

/** The text up to its last word, which a cut may have parted; quotes, brackets and signs of lists end words too. */
export const withoutLastWord = (text: string): string => {
  let end = text.length;
  const floor = Math.max(0, end - MAX_WORD);
  while (end > floor && !/[\s"',;(){}[\]<>|]/.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
};
