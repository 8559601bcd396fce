import { ConfigError } from '@opsrunbook/core';

/** A pattern of the operator, compiled. */
export interface CustomPattern {
  readonly type: string;
  find(text: string): readonly { readonly start: number; readonly end: number }[];
}

interface PatternSource {
  readonly type: string;
  readonly pattern: string;
  readonly is_case_insensitive: boolean;
}

/** Tries a pattern may cost at one place: the product of its open choices, so that reading stays linear. */
const MAX_CHOICES = 512;

/** Compiles the operator's patterns; throws a ConfigError that names each one that could take more than linear time. */
export const compileCustomPatterns = (patterns: readonly PatternSource[]): readonly CustomPattern[] => {
  const problems = patterns.flatMap(({ type, pattern }) => {
    const problem = unsafeReason(pattern);
    return problem === undefined ? [] : [`${type}: ${problem}`];
  });
  if (problems.length > 0) throw unsafePatterns(problems);
  return patterns.map(({ type, pattern, is_case_insensitive }) => ({
    type,
    find: finder(pattern, is_case_insensitive),
  }));
};

const unsafePatterns = (problems: readonly string[]): ConfigError =>
  new ConfigError(
    'redaction_pattern_unsafe',
    `custom_patterns in config/redaction.json must be safe to run: ${problems.join('; ')}. Use bounded repetitions like {1,20} of single characters or classes.`,
    { context: { problems } },
  );

const finder = (pattern: string, isCaseInsensitive: boolean) => {
  const source = new RegExp(pattern, isCaseInsensitive ? 'gui' : 'gu');
  return (text: string) =>
    [...text.matchAll(new RegExp(source))]
      .filter((found) => found[0] !== '')
      .map((found) => ({ start: found.index, end: found.index + found[0].length }));
};

const ESCAPED_CLASS = /\\(?:[dDwWsSbBnrtfv]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[^A-Za-z0-9])/y;
const CHARACTER_CLASS = /\[(?:[^\]\\]|\\.)*\]/y;
const QUANTIFIER = /\{(\d{1,4})(?:,(\d{0,4}))?\}|[*+?]/y;
const GROUP_OPEN = /\((?:\?:)?(?!\?)/y;

/** Why a pattern is refused, or nothing when every place of a text costs a bounded number of steps. */
export const unsafeReason = (pattern: string): string | undefined => {
  if (!isExpression(pattern)) return 'it is no regular expression';
  let place = 0;
  let choices = 1;
  while (place < pattern.length) {
    const atom = atomAt(pattern, place);
    if (typeof atom === 'string') return atom;
    const quantifier = matchAt(QUANTIFIER, pattern, atom.end);
    const width = quantifier === undefined ? 1 : choicesOf(quantifier, atom);
    if (typeof width === 'string') return width;
    choices *= atom.isAlternative ? 2 : width;
    place = atom.end + (quantifier?.[0].length ?? 0);
  }
  return choices > MAX_CHOICES ? `its repetitions allow more than ${MAX_CHOICES} ways to match one place` : undefined;
};

const isExpression = (pattern: string): boolean => {
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
};

interface Atom {
  readonly end: number;
  readonly isGroupEnd: boolean;
  readonly isAlternative: boolean;
}

const atomAt = (pattern: string, place: number): Atom | string => {
  const character = pattern.charAt(place);
  const plain = { isGroupEnd: false, isAlternative: false };
  if (character === '\\') {
    const found = matchAt(ESCAPED_CLASS, pattern, place);
    return found === undefined
      ? 'it refers back to a group or uses a class that is not supported'
      : { end: place + found[0].length, ...plain };
  }
  if (character === '[') return { end: place + (matchAt(CHARACTER_CLASS, pattern, place)?.[0].length ?? 1), ...plain };
  if (character === '(') {
    const open = matchAt(GROUP_OPEN, pattern, place);
    return open === undefined
      ? 'it looks ahead, looks behind or names a group'
      : { end: place + open[0].length, ...plain };
  }
  return { end: place + 1, isGroupEnd: character === ')', isAlternative: character === '|' };
};

const matchAt = (expression: RegExp, text: string, place: number): RegExpExecArray | undefined => {
  const sticky = new RegExp(expression);
  sticky.lastIndex = place;
  return sticky.exec(text) ?? undefined;
};

/** How many lengths a repetition can have, or why it is refused. */
const choicesOf = (quantifier: RegExpExecArray, atom: Atom): number | string => {
  if (atom.isGroupEnd) return 'it repeats a group';
  if (quantifier[0] === '?') return 2;
  if (quantifier[1] === undefined || quantifier[2] === '') return 'it has an unbounded repetition (*, + or {n,})';
  const min = Number(quantifier[1]);
  return (quantifier[2] === undefined ? min : Number(quantifier[2])) - min + 1;
};
