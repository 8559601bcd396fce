const CUT_MARK = '…[cut]';

/** At most `maxLength` units; the last word, which may be half a value, goes with the rest. */
export const cutText = (text: string, maxLength: number): string => {
  if (text.length <= maxLength) return text;
  const kept = text.slice(0, maxLength - CUT_MARK.length);
  const wordStart = kept.search(/\S{0,256}$/);
  return kept.slice(0, wordStart) + CUT_MARK;
};
