import { isAnswered } from '@opsrunbook/actions';
import type { ActionRecordV1 } from '@opsrunbook/contracts';
import { type Cell, effectCallOf, kindOf } from './cell.ts';
import type { World } from './world.ts';

/** What a world holds after a cell, in the cell's own words. */
export interface Observed {
  readonly issues: number;
  readonly branches: number;
  readonly openPrs: number;
  readonly commitsAhead: number;
  readonly cards: number;
  readonly comments: number;
}

/** Counts what is there. A ticket is one that we made or that the ledger names; others' tickets with our marker are only reported. */
export const observe = (world: World, foreignIssues = 0): Observed => {
  const refs = new Set(recordsOf(world, 'jira-ticket').flatMap(({ external }) => external?.ref ?? []));
  const made = world.jira.issues.slice(foreignIssues);
  for (const { number } of made) refs.add(`OPS-${number}`);
  const branch = [...world.github.refs.keys()][0];
  return {
    issues: refs.size,
    branches: world.github.refs.size,
    openPrs: world.github.pulls.filter(({ state }) => state === 'open').length,
    commitsAhead: branch === undefined ? 0 : world.github.commitsAhead(branch),
    cards: world.teams.cards.length,
    comments: world.jira.issues.reduce((sum, { comments }) => sum + comments.length, 0),
  };
};

const recordsOf = (world: World, kind: ActionRecordV1['kind']): readonly ActionRecordV1[] =>
  [...world.ledger.actions.values()].filter((record) => record.kind === kind);

/** Whether anybody is told: a failed or unknown action, a failing delivery, a dead letter. */
const raisesAlarm = (world: World): boolean =>
  world.queue.dead > 0 ||
  world.outcomes.some((outcome) => 'error' in outcome) ||
  [...world.ledger.actions.values()].some(({ status }) => status === 'failed' || status === 'unknown');

/** Work that is neither settled in the ledger nor in the queue or its dead letters. */
export const lostWork = (world: World): number => {
  const isWaiting = world.queue.messages.some(({ state }) => state !== 'done');
  if (isWaiting) return 0;
  return [...world.ledger.actions.values()].filter((record) => !isAnswered(record)).length;
};

const RANGES = ['issues', 'branches', 'openPrs', 'commitsAhead', 'cards', 'comments'] as const;

/** Every way in which a world breaks what its cell allows. */
export const violations = (cell: Cell, world: World, foreignIssues = 0): readonly string[] => {
  const observed = observe(world, foreignIssues);
  const found: string[] = [];
  const must = (holds: boolean, what: string) => {
    if (!holds) found.push(what);
  };
  for (const name of RANGES) {
    const [least, most] = cell.expect[name] ?? [0, Number.POSITIVE_INFINITY];
    must(observed[name] >= least && observed[name] <= most, `${name} ${observed[name]}, expected ${least} to ${most}`);
  }
  must(statusHolds(cell, world), `status is not ${cell.expect.status}: ${statuses(cell, world)}`);
  must(lostWork(world) === 0, `${lostWork(world)} actions are lost`);
  must(cell.expect.dlq === undefined || world.queue.dead >= cell.expect.dlq, 'nothing is in the dead-letter queue');
  must(cell.expect.alarm !== true || raisesAlarm(world), 'nobody is told');
  must(planHashes(world) <= 1, 'one packet has several plans');
  must(cell.expect.adopted !== true || recordsOf(world, kindOf(cell)).some(({ adopted }) => adopted), 'not adopted');
  must(cell.expect.others === undefined || othersRan(cell, world), 'the other actions did not run');
  must(callsOf(cell, world).length <= (cell.expect.maxCalls ?? Number.POSITIVE_INFINITY), 'too many calls');
  must(waited(cell, world), `the next call came before ${cell.minWaitSeconds} s`);
  return found;
};

const statuses = (cell: Cell, world: World): string =>
  [
    ...recordsOf(world, kindOf(cell)).map(({ status, reason }) => `${status} ${reason?.code}`),
    `${world.queue.dead} dead`,
  ].join(', ');

const statusHolds = (cell: Cell, world: World): boolean => {
  const records = recordsOf(world, kindOf(cell));
  switch (cell.expect.status) {
    case undefined:
      return true;
    case 'succeeded':
      return records.some(({ status }) => status === 'done') && records.every(isAnswered);
    case 'pending-or-dlq':
      return world.queue.dead > 0 || world.queue.messages.some(({ state }) => state === 'queued');
    case 'failed-permanent':
      return world.queue.dead === 0 && records.every(({ status, retryable }) => status === 'failed' && !retryable);
    case 'failed-permanent-or-dlq':
      return world.queue.dead > 0 || [...world.ledger.actions.values()].every(({ status }) => status === 'failed');
    case 'dry-run':
      return [...world.ledger.actions.values()].every(
        ({ reason, payload }) => reason?.code === 'dry_run' && payload !== null,
      );
    default:
      throw new Error(`the harness does not know the status ${cell.expect.status}`);
  }
};

const planHashes = (world: World): number => {
  const byRun = Map.groupBy(world.ledger.plans.values(), ({ run_id }) => run_id);
  return Math.max(0, ...[...byRun.values()].map((plans) => new Set(plans.map(({ plan_hash }) => plan_hash)).size));
};

const othersRan = (cell: Cell, world: World): boolean =>
  [...world.ledger.actions.values()]
    .filter(({ kind }) => kind !== kindOf(cell))
    .every(({ status }) => status === 'done');

const callsOf = (cell: Cell, world: World) => {
  const name = effectCallOf(cell);
  return world.transport.sent.filter((call) => call.name === name);
};

const waited = (cell: Cell, world: World): boolean => {
  const [first, second] = callsOf(cell, world);
  if (cell.minWaitSeconds === undefined || first === undefined || second === undefined) return true;
  return second.atMs - first.atMs >= cell.minWaitSeconds * 1_000;
};
