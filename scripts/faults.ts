import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Cell } from '../test/faults/cell.ts';
import { raceEightRunners } from '../test/faults/race.ts';
import { isPending, runCell } from '../test/faults/run-cell.ts';
import { playSchedule } from '../test/faults/schedule.ts';
import { ROOT } from './repository.ts';

/** Races under fast-check's scheduler; each is eight runners with some hundred steps. */
const RACES = 100;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    schedules: { type: 'string', default: '20000' },
    matrix: { type: 'string', default: join(ROOT, '../shared/data/faults/matrix.jsonl') },
  },
});

const wholeNumber = (name: string, text: string): number => {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new RangeError(`--${name} is ${text}, expected a whole number`);
};

const readMatrix = (file: string): readonly Cell[] => {
  if (existsSync(file))
    return readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => Cell.parse(JSON.parse(line)));
  console.error(`NO FAULT MATRIX: ${file} does not exist, so NO CELL IS CHECKED, only random schedules and races`);
  return [];
};

const playCells = async (cells: readonly Cell[]) => {
  const pending = cells.filter(isPending);
  const due = cells.filter((cell) => !isPending(cell));
  let passed = 0;
  for (const cell of due) {
    const found = await runCell(cell);
    if (found.length === 0) passed += 1;
    else console.error(`cell ${cell.id} (${cell.group} ${cell.action ?? ''}): ${found.join('; ')}`);
  }
  return { passed, due: due.length, pending: pending.length };
};

const playSchedules = async (first: number, count: number) => {
  const total = { duplicates: 0, lost: 0, failing: 0 };
  for (let seed = first; seed < first + count; seed += 1) {
    const { duplicates, lost, violations } = await playSchedule(seed);
    total.duplicates += duplicates;
    total.lost += lost;
    if (duplicates + lost + violations.length === 0) continue;
    total.failing += 1;
    console.error(
      `schedule --seed ${seed} --schedules 1: duplicates ${duplicates}, lost ${lost}; ${violations.join('; ')}`,
    );
  }
  return total;
};

const seed = wholeNumber('seed', values.seed);
const schedules = wholeNumber('schedules', values.schedules);
console.log(`fault matrix, ${schedules} schedules from seed ${seed}, ${RACES} races of eight runners`);
const cells = await playCells(readMatrix(values.matrix));
await raceEightRunners({ runs: RACES, seed });
const played = await playSchedules(seed, schedules);
console.log(
  `cells ${cells.passed}/${cells.due}, pending ${cells.pending}, schedules ${schedules}, duplicates ${played.duplicates}, lost ${played.lost}`,
);
process.exitCode = cells.passed === cells.due && played.failing === 0 ? 0 : 1;
