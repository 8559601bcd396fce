import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { MemoryActionLedger, packetOf } from '../../packages/testing/src/actions/index.ts';
import { ROOT } from '../../scripts/repository.ts';
import { Cell } from './cell.ts';
import { IMPATIENT, MUTANTS } from './mutants.ts';
import { raceEightRunners } from './race.ts';
import { isPending, runCell } from './run-cell.ts';
import { playSchedule } from './schedule.ts';
import { World, type WorldProps } from './world.ts';

const MATRIX = join(ROOT, '../shared/data/faults/matrix.jsonl');
const cells = existsSync(MATRIX)
  ? readFileSync(MATRIX, 'utf8')
      .trim()
      .split('\n')
      .map((line) => Cell.parse(JSON.parse(line)))
  : [];

/** Schedules in which each mutant is looked for; the rarest of them shows in about one of thirty. */
const MUTANT_SCHEDULES = 500;

const isBroken = async (...args: Parameters<typeof playSchedule>): Promise<boolean> => {
  const { duplicates, lost, violations } = await playSchedule(...args);
  return duplicates + lost + violations.length > 0;
};

describe('the fault matrix', () => {
  const due = cells.filter((cell) => !isPending(cell));
  (due.length > 0 ? it : it.skip)('is kept in every cell that can be played', async () => {
    const broken: string[] = [];
    for (const cell of due) {
      const found = await runCell(cell);
      if (found.length > 0) broken.push(`${cell.id}: ${found.join('; ')}`);
    }
    expect(broken).toEqual([]);
  });
});

describe('random schedules', () => {
  it('leave one of each, and nothing lost', async () => {
    const broken: number[] = [];
    for (let seed = 1; seed <= 500; seed += 1) if (await isBroken(seed)) broken.push(seed);
    expect(broken).toEqual([]);
  });

  it('are the same for the same seed', async () => {
    expect(await playSchedule(7)).toEqual(await playSchedule(7));
  });

  it.each(MUTANTS)('notice when $name', async ({ plant }) => {
    let seed = 1;
    while (seed <= MUTANT_SCHEDULES && !(await isBroken(seed, plant()))) seed += 1;
    expect(seed).toBeLessThanOrEqual(MUTANT_SCHEDULES);
  });
});

describe('an issue that appears 20 s after its request broke', () => {
  const ticketsMade = async (planted: WorldProps): Promise<number> => {
    let creations = 0;
    const world = new World({
      ...planted,
      providerFault: ({ name }) => {
        if (name === 'create-issue') creations += 1;
        return name === 'create-issue' && creations === 1 ? { effect: 20_000, seen: 'broken' } : undefined;
      },
    });
    const body = await world.announce(packetOf());
    for (const delayMs of [0, 10_000]) world.queue.enqueue(body, delayMs);
    await world.time.run();
    return world.jira.issues.length;
  };

  it('stays the only one, because nobody looks before it has settled', async () => {
    expect(await ticketsMade({})).toBe(1);
  });

  it('is made twice when nobody waits', async () => {
    expect(await ticketsMade(IMPATIENT)).toBe(2);
  });
});

describe('eight runners at once', () => {
  it('make one of each in every order of their steps', async () => {
    await raceEightRunners({ runs: 30, seed: 1 });
  });

  it('are caught when the ledger overwrites', async () => {
    const ledger = () => new MemoryActionLedger({ isConditional: false });
    await expect(raceEightRunners({ runs: 30, seed: 1, ledger })).rejects.toThrow(/Property failed/);
  });
});
