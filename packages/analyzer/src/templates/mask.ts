/** What stands in a template where messages differ. */
export const WILDCARD = '<*>';

/**
 * Values within a word that vary between messages of one statement in any system, widest first, then every run of digits wherever it stands, so
 * that equal shapes get equal masks. None of these knows a product, a host or a language.
 */
const MASKS: readonly RegExp[] = [
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s,;)\]}"']+/gi,
  /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/g,
  /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi,
  /\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/gi,
  /(?<![\w/.-])\/?(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?(?![\w-]|\.\w)/g,
  /(?<![\w.])(?:\/[\w.$@%+~*-]+){2,}\/?/g,
  /\b0x[0-9a-f]+\b/gi,
  /\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b/gi,
  /(?<![\w.-])(?:[\w-]+\.){2,}[a-z]{2}(?![\w.-])(?::\d+)?/gi,
  /(?<![\w.-])(?:[\w-]+\.)+(?:com|net|org|edu|gov|io)(?![\w-]|\.\w)(?::\d+)?/gi,
  /(?<![\w.-])(?=[\w.-]*\d)(?:[\w-]+\.){2,}[a-z]{2,}(?![\w-]|\.\w)/gi,
  /(?<![\w.-])(?:[\w-]+\.)+[a-z]{2,}:\d+\b/gi,
  /[-+]?\d+(?:[.,:]\d+)*/g,
  /\b(?:true|false|null)\b/gi,
];

/** The date as C and Java print it. */
const DATES =
  /\b(?:mon|tue|wed|thu|fri|sat|sun) (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) +\d+ [\d:]+(?: [a-z]{3,4})? \d{4}\b/gi;
/** Whoever is named after the word user is a value. */
const USERS = /\b(user )[\w.-]+/g;
/** A value with its unit, and a value told again in brackets, or not, are one value. */
const UNITS = /<?<\*> ?(?:[kmgt]i?b|b|ms|us|ns|sec|secs|seconds?|s|min|%)(?![\w])/gi;
const RETOLD = / \((?:<\*>)?\)/g;
/** A list of values is one value, however long. */
const RUNS = /(?<![^\s([{=,:])(\S*?)<\*>(?:[\s,]+\1<\*>)+/g;

/** A word without any of these carries no value. */
const MAY_VARY = /[\d@]|:\/\/|\/.*\/|\..*\.|\.(?:com|net|org|edu|gov|io)|true|false|null/i;

/** Masks remembered per word: logs repeat their words, and ids are seldom seen again. */
export class WordMasks {
  readonly #known = new Map<string, string>();

  /** The word with its varying values masked. */
  of(word: string): string {
    if (!MAY_VARY.test(word)) return word;
    const known = this.#known.get(word);
    if (known !== undefined) return known;
    let masked = word;
    for (const pattern of MASKS) masked = masked.replace(pattern, WILDCARD);
    if (this.#known.size < MAX_KNOWN) this.#known.set(word, masked);
    return masked;
  }
}
/** Bounds the memory of one mining: a hundred thousand words of 50 bytes are a few megabytes. */
const MAX_KNOWN = 100_000;

/** The message with its varying values masked. */
export const maskMessage = (message: string, masks = new WordMasks()): string => {
  const dated = message.includes(':') ? message.replace(DATES, WILDCARD) : message;
  const masked = dated
    .split(' ')
    .map((word) => masks.of(word))
    .join(' ');
  if (masked === message && !masked.includes('user ') && !masked.includes('()')) return masked;
  return masked
    .replace(USERS, '$1<*>')
    .replace(/<\*>(?:[-.:_/]?<\*>)+/g, WILDCARD)
    .replace(UNITS, WILDCARD)
    .replace(RETOLD, '')
    .replace(RUNS, '$1<*>');
};

/** Words of a masked message. */
export const tokensOf = (masked: string): readonly string[] =>
  masked
    .trim()
    .replace(/([=:,;([{])(?=\S)/g, '$1 ')
    .split(/\s+/);
