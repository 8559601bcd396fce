import { isAnswered, isFinal } from '@opsrunbook/actions';
import type { CrashKind, FakeCall, FaultAnswer, LedgerFault } from '../../packages/testing/src/actions/index.ts';
import { packetOf } from '../../packages/testing/src/actions/index.ts';
import { ALL_ANSWERS } from './provider-answers.ts';
import { Seeded } from './seeded.ts';
import { World, type WorldProps } from './world.ts';

/** What one schedule left behind. */
export interface ScheduleResult {
  /** Objects or messages beyond the one that is allowed. */
  readonly duplicates: number;
  /** Work without an answer, and effects or answers that the other side does not know of. */
  readonly lost: number;
  readonly violations: readonly string[];
}

const CRASHES: readonly CrashKind[] = ['killed', 'deadline', 'exception'];
const LEDGER_FAULTS: readonly LedgerFault[] = [
  { error: 'ThrottlingException', landed: false },
  { error: 'TimeoutError', landed: true },
  { error: 'TimeoutError', landed: false },
];

/** Plays one random schedule: crashes, lost and late answers, repeats, a second run, the kill switch. Everything follows from the seed. */
export const playSchedule = async (seed: number, planted: WorldProps = {}): Promise<ScheduleResult> => {
  const random = new Seeded(seed);
  const repeatsMessages = random.chance(0.8);
  const world = new World({ ...randomFaults(random), repeatsMessages, ...planted });
  world.jira.searchLagMs = random.chance(0.5) ? 0 : random.below(300_000);
  await begin(world, random);
  await world.time.run();
  const killed = world.isAutomationEnabled ? [] : lateRequests(world);
  await settle(world);
  return { ...judge(world, repeatsMessages, killed) };
};

const randomFaults = (random: Seeded): WorldProps => {
  const [crash, ledger, provider] = [0, 0, 0].map(() => random.pick([0, 0.01, 0.04, 0.15]));
  return {
    crashes: () => (random.chance((crash ?? 0) / 3) ? random.pick(CRASHES) : undefined),
    ledgerFault: () => (random.chance(ledger ?? 0) ? random.pick(LEDGER_FAULTS) : undefined),
    providerFault: (call) => (random.chance((provider ?? 0) * 2) ? providerFault(random, call) : undefined),
    latencyMs: () => random.pick([1, 5, 20, 80, 400]),
  };
};

/** A provider that did what was asked does not say that it refused; but a ref or pull request may exist. */
const providerFault = (random: Seeded, call: FakeCall): FaultAnswer => {
  const answer = random.pick(ALL_ANSWERS);
  if (answer.effect === 'done' && isRefusal(answer)) {
    return call.name === 'branch' || call.name === 'pull' ? answer : { effect: 'done', seen: 'broken' };
  }
  const isLate = (answer.seen === 'silence' || answer.seen === 'broken') && random.chance(0.4);
  return isLate ? { ...answer, effect: random.below(20_000) } : answer;
};

const isRefusal = ({ seen }: FaultAnswer): boolean => typeof seen === 'object' && seen.status < 500;

/** One to four deliveries of one or two runs, close together or apart; in some schedules the switch is turned off. */
const begin = async (world: World, random: Seeded): Promise<void> => {
  const bodies = [await world.announce(packetOf())];
  if (random.chance(0.4))
    bodies.push(await world.announce(packetOf({ run: 2, verdict: random.pick(['supported', 'likely']) })));
  for (const body of bodies) {
    const copies = 1 + random.below(3);
    for (let copy = 0; copy < copies; copy += 1)
      world.queue.enqueue(body, random.below(random.pick([1, 30_000, 200_000])));
  }
  if (!random.chance(0.1)) return;
  world.time.after(random.below(3_000), () => {
    world.isAutomationEnabled = false;
  });
};

/** The faults are over: dead letters are sent back, and the reconcile pass does what is left. */
const settle = async (world: World): Promise<void> => {
  world.isCalm = true;
  world.isAutomationEnabled = true;
  world.queue.redrive();
  await world.time.run();
  for (let pass = 0; pass < 3; pass += 1) {
    await world.time.sleepRun(20 * 60_000);
    await world.reconcile();
  }
};

const lateRequests = ({ transport, readAsOffMs }: World): readonly string[] =>
  transport.sent.filter(({ atMs }) => readAsOffMs !== undefined && atMs > readAsOffMs).map(({ name }) => name);

const judge = (world: World, repeatsMessages: boolean, late: readonly string[]): ScheduleResult => {
  const records = [...world.ledger.actions.values()];
  const duplicates = duplicateObjects(world) + duplicateCards(world, repeatsMessages);
  const open = records.filter((record) => !isFinal(record) && !isAnswered(record));
  const unbacked = records.filter((record) => record.status === 'done' && !hasEffect(world, record));
  const unknownEffects = world.jira.issues.filter(({ number }) => !isKnown(world, `OPS-${number}`));
  const lost =
    open.length + unbacked.length + unknownEffects.length + (world.queue.dead > 0 && records.length === 0 ? 1 : 0);
  return {
    duplicates,
    lost,
    violations: [
      ...open.map(({ kind, status, reason }) => `${kind} is ${status} (${reason?.code}) after everything was settled`),
      ...unbacked.map(({ kind }) => `${kind} is done and nothing is there`),
      ...unknownEffects.map(({ number }) => `OPS-${number} is there and the ledger does not know it`),
      ...late.map((name) => `${name} began after the kill switch was read`),
      ...world.unintended.map((name) => `${name} began without an intent`),
      ...pointerBehind(world),
    ],
  };
};

const beyondOne = (count: number): number => Math.max(0, count - 1);

const duplicateObjects = ({ jira, github }: World): number =>
  beyondOne(jira.issues.length) + beyondOne(github.pulls.length) + beyondOne(github.refs.size);

/** One message per run; one repeat, where allowed, that says so. */
const duplicateCards = ({ teams }: World, repeatsMessages: boolean): number => {
  let count = 0;
  for (const cards of Map.groupBy(teams.cards, ({ aid }) => aid).values()) {
    const unsaid = cards.filter(({ saysRepeat }) => !saysRepeat).length;
    count += beyondOne(unsaid) + Math.max(0, cards.length - (repeatsMessages ? 2 : 1));
  }
  return count;
};

type Records = World['ledger']['actions'] extends ReadonlyMap<string, infer Item> ? Item : never;

const hasEffect = ({ jira, github, teams }: World, { kind, external, aid, adopted }: Records): boolean => {
  if (kind === 'jira-ticket') return jira.issues.some(({ number }) => external?.ref === `OPS-${number}`);
  if (kind === 'github-pull-request') return github.pulls.some(({ number }) => external?.ref === `${number}`);
  return adopted || teams.cards.some((card) => card.aid === aid);
};

const isKnown = ({ ledger }: World, ref: string): boolean =>
  [...ledger.targets.values()].some(({ external, intents }) => external?.ref === ref || intents.length > 0) ||
  [...ledger.actions.values()].some(({ status, retryable }) => status === 'failed' && !retryable);

/** The pointer shows the newest run that was planned and had its turn. */
const pointerBehind = ({ ledger }: World): readonly string[] => {
  const [pointer] = ledger.pointers.values();
  const newest = [...ledger.plans.values()]
    .map(({ run_id }) => run_id)
    .sort()
    .at(-1);
  const isOpen = [...ledger.actions.values()].some((record) => record.run_id === newest && record.attempts === 0);
  return pointer === undefined || isOpen || pointer.run_id === newest
    ? []
    : [`the latest run is ${pointer.run_id}, not ${newest}`];
};
