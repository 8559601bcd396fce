/** One measured number; `most` or `least` is the goal it is held against, when there is one. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | '×' | 'MB' | 'MB/s' | '%' | 'KB';
  readonly most?: number;
  readonly least?: number;
}

/** Numbers that belong together; the first column is the row's name. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** What one part of the bench found. */
export interface Section {
  readonly title: string;
  readonly figures: readonly Figure[];
  readonly tables: readonly Table[];
  /** What a reader must know to read the numbers right. */
  readonly notes: readonly string[];
}

/** Whether the figure keeps to its goal; true without one. */
export const holds = ({ value, most, least }: Figure): boolean =>
  value <= (most ?? Number.POSITIVE_INFINITY) && value >= (least ?? Number.NEGATIVE_INFINITY);

/** Three significant digits, whole numbers in full. */
export const shown = (value: number): string =>
  Number.isInteger(value) || value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);

/** A section as it is printed: GitHub tables, so that docs/performance.md can take them as they are. */
export const rendered = ({ title, figures, tables, notes }: Section): string => {
  const blocks = [`## ${title}`];
  if (figures.length > 0) blocks.push(figureTable(figures));
  for (const table of tables) blocks.push(`${table.caption}:`, gridOf(table.columns, table.rows));
  return [...blocks, ...notes.map((note) => `- ${note}`)].join('\n\n');
};

const figureTable = (figures: readonly Figure[]): string =>
  gridOf(
    ['Figure', 'Measured', 'Goal', ''],
    figures.map((figure) => [
      figure.name,
      `${shown(figure.value)} ${figure.unit}`,
      goalOf(figure),
      holds(figure) ? (goalOf(figure) === '' ? '' : 'met') : '**missed**',
    ]),
  );

const goalOf = ({ most, least, unit }: Figure): string => {
  if (most !== undefined) return `≤ ${shown(most)} ${unit}`;
  return least === undefined ? '' : `≥ ${shown(least)} ${unit}`;
};

const gridOf = (columns: readonly string[], rows: readonly (readonly (string | number)[])[]): string => {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? shown(cell) : cell)));
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, index) => (index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, index) =>
    index === 0 ? '-'.repeat(width) : `${'-'.repeat(Math.max(1, width - 1))}:`,
  );
  return [line(columns), line(rule), ...cells.map(line)].join('\n');
};
