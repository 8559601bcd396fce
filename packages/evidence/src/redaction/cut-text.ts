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

/** Groups of a number or account that is written with blanks; a cut may have parted it between two. */
const GROUPS = /(?:[+(]{0,2}(?:\d{1,5}|[A-Z]{2}\d{2}|[A-Z0-9]{4})\)?[ -]){1,9}$/;

/** The text up to its last word, which a cut may have parted; quotes, brackets and signs of lists end words too. */
export const withoutLastWord = (text: string): string => {
  let end = text.length;
  const floor = Math.max(0, end - MAX_WORD);
  while (end > floor && !/[\s"',;(){}[\]<>|]/.test(text.charAt(end - 1))) end--;
  const kept = text.slice(0, end);
  const groups = GROUPS.exec(kept.slice(-48).replace(/\($/, ''))?.[0].length ?? 0;
  return groups === 0 ? kept : kept.slice(0, kept.length - groups - (kept.endsWith('(') ? 1 : 0));
};
