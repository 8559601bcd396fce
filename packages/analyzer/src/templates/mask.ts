/** What stands in a template where messages differ. */
export const WILDCARD = '<*>';

/**
 * Values that vary between messages of one statement in any system, widest first: quoted identifiers and addresses are masked
 * before the numbers inside them. None of these knows a product, a host or a language.
 */
const MASKS: readonly RegExp[] = [
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s,;)\]}"']+/gi,
  /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/g,
  /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi,
  /\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?/g,
  /\b\d{1,2}:\d\d:\d\d(?:[.,:]\d+)?\b/g,
  /\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/gi,
  /(?<![\w.])\/?(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b/g,
  /\b0x[0-9a-f]+\b/gi,
  /(?<![\w])(?:\/[\w.$@%+~-]+){2,}\/?/g,
  /\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b/gi,
  /[-+]?\b\d+(?:[.,]\d+)*(?:[eE][-+]?\d+)?%?\b/g,
];

/** The message with its varying values masked. */
export const maskMessage = (message: string): string => {
  let masked = message;
  for (const pattern of MASKS) masked = masked.replace(pattern, WILDCARD);
  return masked;
};

/** Words of a masked message; punctuation that separates is a word of its own, so that lists and pairs line up. */
export const tokensOf = (masked: string): readonly string[] =>
  masked.match(/<\*>|[^\s=,;:()[\]{}"'<>|]+|[=,;:()[\]{}"'<>|]/g) ?? [];
