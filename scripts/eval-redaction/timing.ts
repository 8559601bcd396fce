import { TOKEN_PREFIXES } from '../../packages/evidence/src/redaction/testing/token-prefixes.ts';
import type { LabelledRow, SlowPattern } from './corpus.ts';
import type { Detect, Figure } from './figures.ts';

const PIECE = 65_536;
const SPEED_LENGTH = 8 * 1_048_576;
const SLOW_LENGTH = 262_144;
const ROUNDS = 5;

const secondsOf = (run: () => void): number => {
  const start = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - start) / 1e9;
};

/** The shortest of several runs: what else the machine does can only make a run longer. */
const bestSeconds = (run: () => void, rounds: number): number =>
  Math.min(...Array.from({ length: rounds }, () => secondsOf(run)));

/** Speed in pieces of 64 KiB over the texts of the corpus, and against searching the same pieces for the same literals. */
export const speedFigures = (rows: readonly LabelledRow[], detect: Detect): readonly Figure[] => {
  const pieces = piecesOf(rows);
  const megabytes = SPEED_LENGTH / 1e6;
  const detecting = bestSeconds(() => {
    for (const piece of pieces) detect(piece);
  }, ROUNDS);
  let hits = 0;
  const searching = bestSeconds(() => {
    for (const piece of pieces) for (const literal of TOKEN_PREFIXES) if (piece.indexOf(literal) >= 0) hits++;
  }, ROUNDS);
  const timing = { bound: 'min', isTiming: true } as const;
  return [
    { name: 'speed in pieces of 64 KiB', value: megabytes / detecting, goal: 15, unit: 'MB/s', ...timing },
    {
      name: `against indexOf of ${TOKEN_PREFIXES.length} prefixes (${hits > 0 ? 'same pieces' : 'no hits'})`,
      value: searching / detecting,
      goal: 0.2,
      unit: 'times',
      ...timing,
    },
  ];
};

const piecesOf = (rows: readonly LabelledRow[]): readonly string[] => {
  let text = rows.map((row) => row.text).join('\n');
  while (text.length < SPEED_LENGTH) text += `\n${text}`;
  return Array.from({ length: SPEED_LENGTH / PIECE }, (_, index) => text.slice(index * PIECE, (index + 1) * PIECE));
};

/** How much longer twice the input takes, for each hostile pattern. */
export const doublingFigures = (patterns: readonly SlowPattern[], detect: Detect): readonly Figure[] =>
  patterns.map(({ name, prefix, unit }) => {
    const textOf = (length: number): string => prefix + unit.repeat(Math.ceil(length / unit.length));
    const single = textOf(SLOW_LENGTH);
    const double = textOf(2 * SLOW_LENGTH);
    const ratios = Array.from(
      { length: 3 },
      () => bestSeconds(() => detect(double), 3) / bestSeconds(() => detect(single), 3),
    );
    return {
      name: `doubling, ${name}`,
      value: Math.min(...ratios),
      goal: 2.3,
      bound: 'max',
      unit: 'times',
      isTiming: true,
    };
  });
