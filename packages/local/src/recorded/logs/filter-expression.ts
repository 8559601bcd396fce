import { malformed } from './malformed-query.ts';
import type { Token } from './tokens.ts';

/** A result row, or an event before it becomes one: values by field. */
export type Fields = ReadonlyMap<string, string>;
export type Predicate = (fields: Fields) => boolean;

/** Reads the tokens of one stage from left to right. */
class Cursor {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** The next token if it reads `text`, case aside; then it is taken. */
  takes(text: string): boolean {
    const token = this.#tokens[this.#at];
    const isIt = token !== undefined && !QUOTED.has(token.kind) && token.text.toLowerCase() === text;
    if (isIt) this.#at += 1;
    return isIt;
  }

  next(expected: string): Token {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw malformed('the end of the stage', expected);
    this.#at += 1;
    return token;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }
}

const QUOTED: ReadonlySet<Token['kind']> = new Set(['regex', 'string']);

/**
 * The condition of a `filter` stage: `and`, `or`, `not`, brackets; `=`, `!=`, `<`, `<=`, `>`, `>=`, `in [...]`, `like` and
 * `=~` on the fields in `known`.
 */
export const filterExpression = (tokens: readonly Token[], known: ReadonlySet<string>): Predicate => {
  const cursor = new Cursor(tokens);
  const condition = either(cursor, known);
  if (!cursor.isAtEnd) throw malformed(cursor.next('').text, 'expected and, or, or the end of the filter');
  return condition;
};

const either = (cursor: Cursor, known: ReadonlySet<string>): Predicate => {
  const parts = [both(cursor, known)];
  while (cursor.takes('or')) parts.push(both(cursor, known));
  return (fields) => parts.some((part) => part(fields));
};

const both = (cursor: Cursor, known: ReadonlySet<string>): Predicate => {
  const parts = [unary(cursor, known)];
  while (cursor.takes('and')) parts.push(unary(cursor, known));
  return (fields) => parts.every((part) => part(fields));
};

const unary = (cursor: Cursor, known: ReadonlySet<string>): Predicate => {
  if (cursor.takes('not')) return negated(unary(cursor, known));
  if (!cursor.takes('(')) return comparison(cursor, known);
  const inner = either(cursor, known);
  if (!cursor.takes(')')) throw malformed('(', 'expected it to be closed');
  return inner;
};

const negated =
  (condition: Predicate): Predicate =>
  (fields) =>
    !condition(fields);

const comparison = (cursor: Cursor, known: ReadonlySet<string>): Predicate => {
  const field = knownField(cursor.next('expected a field'), known);
  if (cursor.takes('not')) return negated(positiveComparison(cursor, field));
  return positiveComparison(cursor, field);
};

/** The name of a field that recorded events have. */
export const knownField = ({ kind, text }: Token, known: ReadonlySet<string>): string => {
  if (kind === 'word' && known.has(text)) return text;
  throw malformed(text, `expected one of the fields ${[...known].join(', ')}`);
};

const positiveComparison = (cursor: Cursor, field: string): Predicate => {
  if (cursor.takes('like') || cursor.takes('=~')) return matching(cursor.next('expected /regex/ or "text"'), field);
  if (cursor.takes('in')) return inList(cursor, field);
  const operator = cursor.next('expected an operator').text;
  const compare = COMPARISONS.get(operator);
  if (compare === undefined) throw malformed(operator, 'expected =, !=, <, <=, >, >=, in, like or =~');
  const value = literal(cursor.next('expected a value'));
  return (fields) => compare(order(fields.get(field) ?? '', value));
};

const COMPARISONS: ReadonlyMap<string, (order: number) => boolean> = new Map([
  ['=', (order: number) => order === 0],
  ['!=', (order: number) => order !== 0],
  ['<', (order: number) => order < 0],
  ['<=', (order: number) => order <= 0],
  ['>', (order: number) => order > 0],
  ['>=', (order: number) => order >= 0],
]);

const order = (a: string, b: string): number => {
  const [x, y] = [Number(a), Number(b)];
  if (a.trim() !== '' && !Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  return a < b ? -1 : a > b ? 1 : 0;
};

const literal = ({ kind, text }: Token): string => {
  if (kind === 'string' || kind === 'number') return text;
  throw malformed(text, 'expected a number or a quoted text');
};

const inList = (cursor: Cursor, field: string): Predicate => {
  if (!cursor.takes('[')) throw malformed('in', 'expected a list in square brackets');
  const values = new Set([literal(cursor.next('expected a value'))]);
  while (cursor.takes(',')) values.add(literal(cursor.next('expected a value')));
  if (!cursor.takes(']')) throw malformed('[', 'expected it to be closed');
  return (fields) => values.has(fields.get(field) ?? '');
};

const matching = (token: Token, field: string): Predicate => {
  if (token.kind === 'string') return (fields) => (fields.get(field) ?? '').includes(token.text);
  if (token.kind !== 'regex') throw malformed(token.text, 'expected /regex/ or "text" after like');
  const pattern = regexOf(token.text);
  return (fields) => pattern.test(fields.get(field) ?? '');
};

/** `(?i)` at the start, also behind `^`, is how Logs Insights leaves case aside; JavaScript has a flag for it. */
const regexOf = (text: string): RegExp => {
  const ignoresCase = /^\^?\(\?i\)/.test(text);
  try {
    return new RegExp(ignoresCase ? text.replace('(?i)', '') : text, ignoresCase ? 'i' : '');
  } catch {
    throw malformed(`/${text}/`, 'expected a regular expression of the syntax JavaScript shares');
  }
};
