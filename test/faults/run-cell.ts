import { markerOf } from '@opsrunbook/actions';
import { packetOf } from '../../packages/testing/src/actions/index.ts';
import type { Cell } from './cell.ts';
import { worldPropsOf } from './cell-worlds.ts';
import { observe, violations } from './check-cell.ts';
import { runCollectorCell } from './run-collector-cell.ts';
import { runOrder, runPipeline } from './run-flow-cell.ts';
import { World } from './world.ts';

/** Collectors of the matrix that exist, by the name they have there. */
const BUILT = ['logs', 'metrics', 'stepfn'];

/** Cells of collectors that nobody has built. */
export const isPending = ({ group, collector = '' }: Cell): boolean =>
  group === 'collector' && !BUILT.includes(collector);

/** Plays one cell of the matrix and answers with everything that is not as it must be. */
export const runCell = async (cell: Cell): Promise<readonly string[]> => {
  if (cell.group === 'pipeline') return runPipeline(cell);
  if (cell.group === 'order') return runOrder(cell);
  if (cell.group === 'collector') return runCollectorCell(cell);
  const world = new World(worldPropsOf(cell));
  const foreignIssues = await prepare(world, cell);
  await deliver(world, cell);
  const found = [...violations(cell, world, foreignIssues)];
  const range = cell.expect.atMostOnceMode;
  if (range === undefined) return found;
  const strict = new World({ ...worldPropsOf(cell), repeatsMessages: false });
  await deliver(strict, cell);
  const { cards } = observe(strict);
  if (cards < range[0] || cards > range[1])
    found.push(`cards ${cards} when messages are never repeated, expected ${range}`);
  return found;
};

/** Puts the deliveries of a cell into the queue and lets time pass until all is quiet. */
const deliver = async (world: World, { delivery = 'once' }: Cell): Promise<void> => {
  const body = await world.announce(packetOf());
  const copies: Readonly<Record<string, readonly number[]>> = {
    once: [0],
    'twice-in-turn': [0, 400_000],
    'twice-at-once': [0, 0],
    'eight-at-once': [0, 0, 0, 0, 0, 0, 0, 0],
  };
  const delays = copies[delivery];
  if (delays === undefined) throw new Error(`the harness does not know the delivery ${delivery}`);
  for (const delayMs of delays) world.queue.enqueue(body, delayMs);
  await world.time.run();
};

const INCIDENT = packetOf().incident_id;

/** The state that a cell begins with; answers with how many issues of others it put there. */
const prepare = async (world: World, { answer, repeat }: Cell): Promise<number> => {
  const branch = `opsrunbook/${INCIDENT}`;
  const pull = (state: 'closed' | 'merged') => {
    world.github.refs.set(branch, 'earlier');
    world.github.pulls.push({ number: 1, branch, state, isLabelled: true });
  };
  if (answer === 'two-issues-already-carry-the-marker') {
    const marker = markerOf(INCIDENT, 'jira-ticket', 'OPS');
    for (let count = 0; count < 2; count += 1) world.jira.add(marker, `earlier-${count}`, 'supported');
    return 2;
  }
  if (answer === 'pr-closed-by-a-human') pull('closed');
  if (answer === 'pr-merged-by-a-human') pull('merged');
  if (answer === 'branch-deleted-by-a-human') {
    pull('closed');
    world.github.refs.delete(branch);
  }
  if (answer === 'base-branch-renamed') world.github.base = null;
  if (answer === 'search-finds-nothing-for-5-min-though-landed') {
    world.jira.searchLagMs = repeat === 'always' ? Number.POSITIVE_INFINITY : 300_000;
  }
  return 0;
};
