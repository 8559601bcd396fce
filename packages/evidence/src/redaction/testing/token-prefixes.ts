import { TOKEN_RULES } from '../token-matcher.ts';

/** The literals that every text is searched for, as a measure for the speed of a plain search. */
export const TOKEN_PREFIXES: readonly string[] = [...new Set(TOKEN_RULES.map((rule) => rule.prefix))];
