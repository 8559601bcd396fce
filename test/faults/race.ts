import {
  type ActionLedger,
  createBreaker,
  type Destination,
  type Destinations,
  PROTOCOL,
  plan,
  runPlan,
} from '@opsrunbook/actions';
import type { ActionKind } from '@opsrunbook/contracts';
import { ActionsConfigV1 } from '@opsrunbook/contracts';
import fc, { type Scheduler } from 'fast-check';
import { MemoryActionLedger, packetOf, resolutionOf } from '../../packages/testing/src/actions/index.ts';
import { FakeClock } from '../../packages/testing/src/fake-clock.ts';
import { MemoryEvidenceStore } from '../../packages/testing/src/memory-evidence-store.ts';
import { PASSING_GATE } from '../../packages/testing/src/run-input.ts';

const RUNNERS = 8;

/** How the property is run: how often, and from which seed. */
export interface RaceOptions {
  readonly runs: number;
  readonly seed: number;
  /** The ledger they race for; a fresh one per run. */
  readonly ledger?: () => MemoryActionLedger;
}

/**
 * Eight runners of one plan at once, every step of each in an order fast-check chooses. Throws, with the seed and the shrunk order, when
 * any of them makes a second ticket, message or pull request, or when none makes the first.
 */
export const raceEightRunners = ({ runs, seed, ledger = () => new MemoryActionLedger() }: RaceOptions): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const made = await race(scheduler, ledger());
      for (const [kind, count] of Object.entries(made)) {
        if (count !== 1) throw new Error(`${RUNNERS} runners made ${count} of ${kind}`);
      }
    }),
    { numRuns: runs, seed },
  );

const race = async (scheduler: Scheduler, memory: MemoryActionLedger) => {
  const made = { 'jira-ticket': 0, 'github-pull-request': 0, 'teams-message': 0 };
  const config = ActionsConfigV1.parse({
    schema_version: '1',
    dry_run: false,
    jira: { project_key: 'OPS' },
    teams: {},
    github: { enabled: true },
  });
  const packet = packetOf();
  const planned = plan(packet, config, resolutionOf());
  const clock = new FakeClock();
  const step = async <T>(label: string, work: () => Promise<T>): Promise<T> => {
    await scheduler.schedule(Promise.resolve(), label);
    return work();
  };
  const runner = (name: string) =>
    runPlan(
      {
        ledger: scheduledLedger(memory, step),
        destinations: destinationsOf(step, (kind) => {
          made[kind] += 1;
          return made[kind];
        }),
        killSwitch: { isAutomationEnabled: async () => true },
        evidence: new MemoryEvidenceStore(),
        gate: async () => PASSING_GATE,
        clock,
        breaker: createBreaker(clock),
        protocol: PROTOCOL,
        config,
      },
      { plan: planned, packet, invocation: { owner: name, remaining: () => 50_000 } },
    );
  await scheduler.waitFor(Promise.all(Array.from({ length: RUNNERS }, (_, index) => runner(`runner-${index}`))));
  return made;
};

type Step = <T>(label: string, work: () => Promise<T>) => Promise<T>;

const scheduledLedger = (ledger: MemoryActionLedger, step: Step): ActionLedger => ({
  createPlan: (value) => step('createPlan', () => ledger.createPlan(value)),
  plan: (run) => step('plan', () => ledger.plan(run)),
  action: (key) => step('action', () => ledger.action(key)),
  putAction: (record) => step('putAction', () => ledger.putAction(record)),
  target: (incidentId, marker) => step('target', () => ledger.target(incidentId, marker)),
  putTarget: (record) => step('putTarget', () => ledger.putTarget(record)),
  latest: (incidentId) => step('latest', () => ledger.latest(incidentId)),
  moveLatest: (latest) => step('moveLatest', () => ledger.moveLatest(latest)),
  admit: (request) => step('admit', () => ledger.admit(request)),
  pending: (request) => step('pending', () => ledger.pending(request)),
});

const destinationsOf = (step: Step, make: (kind: ActionKind) => number): Destinations => ({
  'jira-ticket': destinationOf('jira-ticket', true, { step, make }),
  'github-pull-request': destinationOf('github-pull-request', true, { step, make }),
  'teams-message': destinationOf('teams-message', false, { step, make }),
});

const destinationOf = <Kind extends ActionKind>(
  kind: Kind,
  findable: boolean,
  { step, make }: { readonly step: Step; readonly make: (kind: ActionKind) => number },
): Destination<Kind> => ({
  kind,
  traits: { findable, object: findable ? 'per-incident' : 'per-run' },
  render: () => ({ kind }),
  prepare: () => step('prepare', async () => ({ outcome: 'ready', mark: {} })),
  look: () => step('look', async () => ({ outcome: 'absent' })),
  act: async () => {
    const ref = await step('effect', async () => `${make(kind)}`);
    return step('answer', async () => ({ outcome: 'landed', object: { ref, url: null }, adopted: false }));
  },
});
