import { analyze, mineTemplates } from '@opsrunbook/analyzer';
import { type Figure, type Section, shown, type Table } from './figures.ts';
import { entitiesBundle, logRows, rowsBundle } from './maximum/sized-bundle.ts';
import { inTurns } from './measure.ts';

const ROWS = [1_000, 3_000, 10_000, 30_000, 100_000] as const;
const ENTITIES = [10, 30, 100, 300, 1_000] as const;
const TURNS = 5;
/** The size whose speed is the figure: a full budget of rows. */
const FULL_ROWS = 10_000;
/** Growth is linear when ten times the input takes at most this many times as long; what does not grow lets it be less. */
const LINEAR_TENFOLD = 12;

interface Size {
  readonly size: number;
  readonly megabytes: number;
  readonly ms: Readonly<Record<'parse' | 'mine' | 'analyze', number>>;
}

/** Template mining and the full analysis against JSON.parse of the same rows, and how both grow. */
export const analyzerSpeed = async (): Promise<Section> => {
  const rows: Size[] = [];
  for (const count of ROWS) rows.push(await rowsSize(count));
  const entities: Size[] = [];
  for (const count of ENTITIES) entities.push(await entitiesSize(count));
  const full = rows.find(({ size }) => size === FULL_ROWS);
  return {
    title: 'Analyzer',
    figures: [
      ...(full === undefined ? [] : speedFigures(full)),
      tenfold('mining, 10,000 → 100,000 rows', rows, 'mine'),
      tenfold('analysis, 10,000 → 100,000 rows', rows, 'analyze'),
      tenfold('analysis, 100 → 1,000 entities', entities, 'analyze'),
    ],
    tables: [rowsTable(rows), entitiesTable(entities)],
    notes: [
      `An entity has three series of 40 points and calls two others. Growth counts as linear up to ${LINEAR_TENFOLD} times the time for ten times the input.`,
    ],
  };
};

const rowsSize = async (size: number): Promise<Size> => {
  const rows = logRows(size);
  const messages = rows.map(({ message }) => message);
  const text = JSON.stringify(rows);
  const bundle = rowsBundle(size);
  const ms = await inTurns(
    { parse: () => JSON.parse(text), mine: () => mineTemplates(messages), analyze: () => analyze(bundle) },
    TURNS,
  );
  const megabytes = Buffer.byteLength(messages.join('')) / 1e6;
  return { size, megabytes, ms: { parse: ms('parse'), mine: ms('mine'), analyze: ms('analyze') } };
};

const entitiesSize = async (size: number): Promise<Size> => {
  const bundle = entitiesBundle(size);
  const text = JSON.stringify(bundle.objects);
  const ms = await inTurns({ parse: () => JSON.parse(text), analyze: () => analyze(bundle) }, TURNS);
  return {
    size,
    megabytes: Buffer.byteLength(text) / 1e6,
    ms: { parse: ms('parse'), mine: 0, analyze: ms('analyze') },
  };
};

const speedFigures = ({ size, megabytes, ms }: Size): readonly Figure[] => {
  const of = `${shown(size)} rows, ${shown(megabytes)} MB of log text`;
  return [
    { name: `JSON.parse of ${of}`, value: (1000 * megabytes) / ms.parse, unit: 'MB/s' },
    { name: `template mining of ${of}`, value: (1000 * megabytes) / ms.mine, unit: 'MB/s' },
    { name: 'template mining against JSON.parse', value: ms.parse / ms.mine, unit: '×', least: 1 / 3 },
    { name: `full analysis of ${of}`, value: (1000 * megabytes) / ms.analyze, unit: 'MB/s' },
    { name: 'full analysis against JSON.parse', value: ms.parse / ms.analyze, unit: '×', least: 1 / 3 },
  ];
};

const tenfold = (name: string, sizes: readonly Size[], work: 'mine' | 'analyze'): Figure => {
  const last = sizes.at(-1);
  const tenth = sizes.find(({ size }) => size * 10 === last?.size);
  return {
    name,
    value: (last?.ms[work] ?? Number.NaN) / (tenth?.ms[work] ?? Number.NaN),
    unit: '×',
    most: LINEAR_TENFOLD,
  };
};

const rowsTable = (sizes: readonly Size[]): Table => ({
  caption: 'Growth with log rows',
  columns: ['Rows', 'log text MB', 'parse ms', 'mining ms', 'analysis ms', 'mining µs/row', 'analysis µs/row'],
  rows: sizes.map(({ size, megabytes, ms }) => [
    shown(size),
    ...[megabytes, ms.parse, ms.mine, ms.analyze].map(rounded),
    ...[ms.mine, ms.analyze].map((total) => rounded((1000 * total) / size)),
  ]),
});

const entitiesTable = (sizes: readonly Size[]): Table => ({
  caption: 'Growth with entities',
  columns: ['Entities', 'evidence MB', 'parse ms', 'analysis ms', 'analysis µs/entity'],
  rows: sizes.map(({ size, megabytes, ms }) => [
    shown(size),
    ...[megabytes, ms.parse, ms.analyze, (1000 * ms.analyze) / size].map(rounded),
  ]),
});

const rounded = (value: number): number => Number(value.toPrecision(3));
