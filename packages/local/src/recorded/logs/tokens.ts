import { malformed } from './malformed-query.ts';

/** A piece of a query: a /regex/, a quoted string, a number, a word (field, keyword, function name) or a sign. */
export interface Token {
  readonly kind: 'regex' | 'string' | 'number' | 'word' | 'sign';
  /** Without the slashes or quotes around it. */
  readonly text: string;
}

const PATTERNS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['regex', /\/((?:\\.|[^/\\\n])+)\//y],
  ['string', /'([^'\\\n]*)'/y],
  ['string', /"([^"\\\n]*)"/y],
  ['number', /(-?\d+(?:\.\d+)?)(?![\w.])/y],
  ['word', /(@?[A-Za-z_][\w.]*|\d+[a-z]+)/y],
  ['sign', /(!=|<=|>=|=~|[=<>()[\],*|])/y],
];

/** Cuts a query into tokens; what stands inside a regex or a string is one token, so that its `|` ends no stage. */
export const tokensOf = (text: string): readonly Token[] => {
  const tokens: Token[] = [];
  for (let at = skipBlank(text, 0); at < text.length; ) {
    const found = tokenAt(text, at);
    if (found === undefined) throw malformed(text.slice(at, at + 40), 'expected a field, a keyword, a value or a sign');
    tokens.push(found.token);
    at = skipBlank(text, found.end);
  }
  return tokens;
};

const skipBlank = (text: string, from: number): number => {
  const next = text.slice(from).search(/\S/);
  return next === -1 ? text.length : from + next;
};

const tokenAt = (text: string, at: number): { readonly token: Token; readonly end: number } | undefined => {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match?.[1] !== undefined) return { token: { kind, text: match[1] }, end: pattern.lastIndex };
  }
  return undefined;
};

/** The tokens of each stage, cut at `|`. */
export const stagesOf = (text: string): readonly (readonly Token[])[] => {
  const stages: Token[][] = [[]];
  for (const token of tokensOf(text)) {
    if (token.kind === 'sign' && token.text === '|') stages.push([]);
    else stages.at(-1)?.push(token);
  }
  return stages;
};
