import type { Fields } from './filter-expression.ts';
import { EVENT_FIELDS, type Grouping, type Stage } from './parse-query.ts';

/** What a query found: its rows, and how many events matched its filters. */
export interface QueryResults {
  readonly rows: readonly Fields[];
  readonly matched: number;
}

/** Most events a query hands out when it sets no limit. */
const DEFAULT_LIMIT = 10_000;

/** Runs the stages of a query over events, as Logs Insights does: newest first unless sorted, cut to the smaller limit. */
export const answerQuery = (stages: readonly Stage[], events: readonly Fields[], limit?: number): QueryResults => {
  const isSorted = stages.some(({ kind }) => kind === 'sort' || kind === 'stats');
  let rows: readonly Fields[] = isSorted ? events : sorted(events, '@timestamp', true);
  let shown: readonly string[] = ['@timestamp', '@message'];
  let matched: number | undefined;
  let most = limit ?? DEFAULT_LIMIT;
  for (const stage of stages) {
    switch (stage.kind) {
      case 'filter':
        rows = rows.filter(stage.keeps);
        break;
      case 'sort':
        rows = sorted(rows, stage.field, stage.descending);
        break;
      case 'stats':
        matched = rows.length;
        rows = counted(rows, stage.countAs, stage.by);
        shown = [...stage.by.map(({ column }) => column), stage.countAs];
        break;
      case 'fields':
        shown = stage.names;
        break;
      case 'limit':
        most = Math.min(most, stage.most);
        break;
    }
  }
  const isCounted = matched !== undefined;
  const columns = isCounted ? shown : [...new Set([...shown, '@ptr'])].filter((name) => EVENT_FIELDS.has(name));
  return { rows: rows.slice(0, most).map((row) => only(row, columns)), matched: matched ?? rows.length };
};

const only = (row: Fields, columns: readonly string[]): Fields =>
  new Map(columns.flatMap((column) => (row.has(column) ? [[column, row.get(column) ?? '']] : [])));

const sorted = (rows: readonly Fields[], field: string, descending: boolean): readonly Fields[] => {
  const sign = descending ? -1 : 1;
  return rows.toSorted((a, b) => sign * compare(a.get(field) ?? '', b.get(field) ?? ''));
};

/** By number where both are one, else by text; times sort as text. */
const compare = (a: string, b: string): number => {
  const difference = Number(a) - Number(b);
  if (!Number.isNaN(difference)) return difference;
  return a < b ? -1 : a > b ? 1 : 0;
};

const counted = (rows: readonly Fields[], countAs: string, by: readonly Grouping[]): readonly Fields[] => {
  const groups = Map.groupBy(rows, (row) => JSON.stringify(by.map(({ readFrom }) => readFrom(row))));
  return [...groups.values()].map((ofGroup) => {
    const columns = by.map(({ column, readFrom }) => [column, readFrom(ofGroup[0] ?? new Map())] as const);
    return new Map([...columns, [countAs, String(ofGroup.length)]]);
  });
};
