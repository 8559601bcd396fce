import { TOKEN_PREFIXES } from '../../packages/evidence/src/redaction/testing/token-prefixes.ts';
import type { LabelledRow, SlowPattern } from './corpus.ts';
import type { Detect, Figure } from './figures.ts';

const PIECE = 65_536;
const SPEED_LENGTH = 8 * 1_048_576;
const SLOW_LENGTH = 262_144;
const ROUNDS = 5;

/** Processor time of this thread: what else runs on the machine does not count. */
const secondsOf = (run: () => void): number => {
  const before = process.threadCpuUsage();
  run();
  const spent = process.threadCpuUsage(before);
  return (spent.user + spent.system) / 1e6;
};

/** The shortest of several runs; a run is made longer by others, never shorter. */
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
    {
      name: 'speed in pieces of 64 KiB, processor time',
      value: megabytes / detecting,
      goal: 15,
      unit: 'MB/s',
      ...timing,
    },
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

/** Processor time is counted in ticks of some milliseconds: a pattern is read as often as this takes together. */
const MIN_SECONDS = 0.08;

/** How much longer twice the input takes, for each hostile pattern; the best of three tries. */
export const doublingFigures = (patterns: readonly SlowPattern[], detect: Detect): readonly Figure[] =>
  patterns.map(({ name, prefix, unit }) => {
    const textOf = (length: number): string => prefix + unit.repeat(Math.ceil(length / unit.length));
    const [single, double] = [textOf(SLOW_LENGTH), textOf(2 * SLOW_LENGTH)];
    const times = repetitions(() => detect(single));
    const read = (text: string) => (): void => {
      for (let time = 0; time < times; time++) detect(text);
    };
    const ratios = Array.from({ length: 3 }, () => secondsOf(read(double)) / secondsOf(read(single)));
    return {
      name: `doubling, ${name}`,
      value: Math.min(...ratios),
      goal: 2.3,
      bound: 'max',
      unit: 'times',
      isTiming: true,
    };
  });

const repetitions = (run: () => void): number => {
  let times = 1;
  while (secondsOf(() => Array.from({ length: times }, run)) < MIN_SECONDS) times *= 2;
  return times;
};
