import { type Fields, filterExpression, knownField, type Predicate } from './filter-expression.ts';
import { malformed } from './malformed-query.ts';
import { stagesOf, type Token } from './tokens.ts';

/** What every recorded event has. */
export const EVENT_FIELDS: ReadonlySet<string> = new Set(['@timestamp', '@message', '@logStream', '@log', '@ptr']);

/** How `stats` groups: the columns of a group, from an event. */
export interface Grouping {
  readonly column: string;
  readFrom(event: Fields): string;
}

export type Stage =
  | { readonly kind: 'fields'; readonly names: readonly string[] }
  | { readonly kind: 'filter'; readonly keeps: Predicate }
  | { readonly kind: 'sort'; readonly field: string; readonly descending: boolean }
  | { readonly kind: 'limit'; readonly most: number }
  | { readonly kind: 'stats'; readonly countAs: string; readonly by: readonly Grouping[] };

/** Parses a query: fields, filter, sort, limit and `stats count(*)`. Whatever else it asks for is refused by name. */
export const parseQuery = (text: string): readonly Stage[] => {
  let known = EVENT_FIELDS;
  return stagesOf(text).map((tokens) => {
    const stage = parseStage(tokens, known);
    if (stage.kind === 'stats') known = new Set([stage.countAs, ...stage.by.map(({ column }) => column)]);
    return stage;
  });
};

const parseStage = ([command, ...rest]: readonly Token[], known: ReadonlySet<string>): Stage => {
  switch (command?.kind === 'word' ? command.text.toLowerCase() : undefined) {
    case 'fields':
    case 'display':
      return { kind: 'fields', names: list(rest).map((part) => single(part, (token) => knownField(token, known))) };
    case 'filter':
      return { kind: 'filter', keeps: filterExpression(rest, known) };
    case 'sort':
      return sortStage(rest, known);
    case 'limit':
      return { kind: 'limit', most: single(rest, wholeNumber) };
    case 'stats':
      return statsStage(rest);
    default:
      throw malformed(command?.text ?? 'an empty stage', 'expected fields, filter, sort, limit or stats');
  }
};

/** The parts between commas outside of brackets. */
const list = (tokens: readonly Token[]): readonly (readonly Token[])[] => {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.text === '(' && token.kind === 'sign') depth += 1;
    if (token.text === ')' && token.kind === 'sign') depth -= 1;
    if (token.text === ',' && token.kind === 'sign' && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
};

const textOf = (tokens: readonly Token[]): string => tokens.map(({ text }) => text).join(' ');

const single = <T>(tokens: readonly Token[], read: (token: Token) => T): T => {
  const [token, ...more] = tokens;
  if (token === undefined || more.length > 0) throw malformed(textOf(tokens), 'expected one word or number here');
  return read(token);
};

const wholeNumber = ({ kind, text }: Token): number => {
  if (kind !== 'number' || !/^\d+$/.test(text)) throw malformed(text, 'expected a whole number');
  return Number(text);
};

const sortStage = (tokens: readonly Token[], known: ReadonlySet<string>): Stage => {
  const direction = tokens.at(-1)?.text.toLowerCase();
  if (direction !== 'asc' && direction !== 'desc') throw malformed(`sort ${textOf(tokens)}`, 'expected asc or desc');
  const name = columnName(tokens.slice(0, -1));
  if (!known.has(name)) throw malformed(name, `expected one of the fields ${[...known].join(', ')}`);
  return { kind: 'sort', field: name, descending: direction === 'desc' };
};

/** A column as results name it: a field, an alias, or the function as it is written. */
const columnName = (tokens: readonly Token[]): string => tokens.map(({ text }) => text).join('');

const statsStage = (tokens: readonly Token[]): Stage => {
  const at = tokens.findIndex(({ kind, text }) => kind === 'word' && text.toLowerCase() === 'by');
  const [count, alias] = aliased(at === -1 ? tokens : tokens.slice(0, at));
  const asked = columnName(count);
  if (asked !== 'count(*)' && asked !== 'count()') throw malformed(asked, 'the only statistic is count(*)');
  return { kind: 'stats', countAs: alias ?? asked, by: at === -1 ? [] : list(tokens.slice(at + 1)).map(groupingOf) };
};

const aliased = (tokens: readonly Token[]): readonly [readonly Token[], string | undefined] => {
  const as = tokens.at(-2);
  const isAlias = as?.kind === 'word' && as.text.toLowerCase() === 'as';
  return isAlias ? [tokens.slice(0, -2), tokens.at(-1)?.text] : [tokens, undefined];
};

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

const groupingOf = (tokens: readonly Token[]): Grouping => {
  const [expression, alias] = aliased(tokens);
  const name = columnName(expression);
  const bin = /^bin\((\d+)([a-z]+)\)$/.exec(name);
  if (bin === null) {
    const field = single(expression, (token) => knownField(token, EVENT_FIELDS));
    return { column: alias ?? field, readFrom: (event) => event.get(field) ?? '' };
  }
  const periodMs = Number(bin[1]) * (UNIT_MS.get(bin[2] ?? '') ?? Number.NaN);
  if (!(periodMs > 0)) throw malformed(name, 'expected a period like 1m, 30s or 1h');
  return { column: alias ?? name, readFrom: (event) => insightsTime(floorTo(timeMsOf(event), periodMs)) };
};

const floorTo = (ms: number, periodMs: number): number => ms - (ms % periodMs);

/** Writes a time as Logs Insights does: `2026-03-03 12:00:00.000`, UTC. */
export const insightsTime = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').replace('Z', '');

/** The time of an event, from how Logs Insights writes it. */
export const timeMsOf = (event: Fields): number => Date.parse(`${(event.get('@timestamp') ?? '').replace(' ', 'T')}Z`);
