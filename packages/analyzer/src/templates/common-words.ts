import { WILDCARD } from './mask.ts';

/** Messages of equal length as words, with how many lines each stands for. */
export interface WordedForm {
  readonly index: number;
  readonly tokens: readonly string[];
  readonly lines: number;
}

/** A statement's template and the forms it wrote. */
export interface FormGroup {
  readonly tokens: readonly string[];
  readonly forms: readonly number[];
}

/** Columns with more different words than this are a variable, with fewer they tell statements apart. */
const MAX_BRANCHES = 4;
/** Statements often begin with their own word, and name states and events in capitals: those columns may branch wider. */
const MAX_CONSTANT_BRANCHES = 15;

/**
 * Groups forms of one length by the largest set of words that are equally frequent there (the longest word combination of Brain, Yu et
 * al., IEEE TSC 2023), then splits on columns with few different words and calls the others variable.
 */
export const groupByCommonWords = (forms: readonly WordedForm[]): readonly FormGroup[] => {
  const counts = columnCounts(forms);
  const roots = Map.groupBy(forms, (form) => rootKey(form, counts));
  return [...roots.values()].flatMap((members) => branches(members, new Set()));
};

const columnCounts = (forms: readonly WordedForm[]): readonly ReadonlyMap<string, number>[] => {
  const columns = (forms[0]?.tokens ?? []).map(() => new Map<string, number>());
  for (const { tokens, lines } of forms) {
    tokens.forEach((token, column) => {
      const counts = columns[column];
      counts?.set(token, (counts.get(token) ?? 0) + lines);
    });
  }
  return columns;
};

/** A word may steer when it is more than a wildcard. */
const isWord = (token: string): boolean => token !== WILDCARD && /[a-z]/i.test(token.replaceAll(WILDCARD, ''));

const rootKey = ({ tokens }: WordedForm, counts: readonly ReadonlyMap<string, number>[]): string => {
  const byFrequency = new Map<number, number[]>();
  tokens.forEach((token, column) => {
    if (!isWord(token)) return;
    const frequency = counts[column]?.get(token) ?? 0;
    byFrequency.set(frequency, [...(byFrequency.get(frequency) ?? []), column]);
  });
  let best: readonly [number, readonly number[]] = [0, []];
  for (const [frequency, columns] of byFrequency) {
    const isLonger = columns.length > best[1].length;
    if (isLonger || (columns.length === best[1].length && frequency > best[0])) best = [frequency, columns];
  }
  return best[1].map((column) => `${column} ${tokens[column]}`).join('\n');
};

/** Splits on the column with the fewest words until every column is constant or variable. */
const branches = (members: readonly WordedForm[], variable: ReadonlySet<number>): readonly FormGroup[] => {
  const width = members[0]?.tokens.length ?? 0;
  let narrow: { readonly column: number; readonly words: ReadonlySet<string> } | undefined;
  const open = new Set(variable);
  for (let column = 0; column < width; column += 1) {
    if (open.has(column)) continue;
    const words = new Set(members.map(({ tokens }) => tokens[column] ?? ''));
    if (words.size === 1) continue;
    if (words.size > branchLimit(column, words) || ![...words].every(isPlainWord)) open.add(column);
    else if (narrow === undefined || words.size < narrow.words.size) narrow = { column, words };
  }
  if (narrow === undefined) return [groupOf(members, open)];
  const { column } = narrow;
  return [...Map.groupBy(members, ({ tokens }) => tokens[column]).values()].flatMap((own) => branches(own, open));
};

const branchLimit = (column: number, words: ReadonlySet<string>): number =>
  column === 0 || [...words].every((word) => /^\W*[A-Z][A-Z_<*>]+\W*$/.test(word))
    ? MAX_CONSTANT_BRANCHES
    : MAX_BRANCHES;

/** Identifiers as statements are written, perhaps with a number at the end; other values carry digits or signs within. */
const isPlainWord = (token: string): boolean => /^[(["'<]*[a-z][a-z'_.$/-]*(?:<\*>)?[)\]"'>.,:;!?=]*$/i.test(token);

const groupOf = (members: readonly WordedForm[], open: ReadonlySet<number>): FormGroup => ({
  tokens: (members[0]?.tokens ?? []).map((token, column) => (open.has(column) ? WILDCARD : token)),
  forms: members.map(({ index }) => index),
});
