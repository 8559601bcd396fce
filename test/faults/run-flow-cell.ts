import { INCIDENT_ANALYZED } from '@opsrunbook/contracts';
import { packetOf } from '../../packages/testing/src/actions/index.ts';
import type { Cell } from './cell.ts';
import { violations } from './check-cell.ts';
import { ACCOUNT, World, type WorldProps } from './world.ts';

const HOUR_MS = 3_600_000;

/** Cells about when and in which order runs of an incident arrive. */
export const runOrder = async (cell: Cell): Promise<readonly string[]> => {
  const world = new World(cell.delivery === 'after-dlq-redrive-4-days' ? untilCalm() : {});
  const newer = packetOf({ run: 2, verdict: 'likely' });
  const first = await world.announce(packetOf());
  const second = await world.announce(newer);
  const hasTwoRuns = cell.delivery === 'older-run-after-newer' || cell.delivery === 'two-runs-of-one-incident-at-once';
  await playOrder(world, cell, { first, second });
  const found = [...violations(cell, world)];
  const expected = hasTwoRuns ? newer.run_id : packetOf().run_id;
  const latest = await world.ledger.latest(newer.incident_id);
  if (latest?.run_id !== expected) found.push(`the latest run is ${latest?.run_id}, expected ${expected}`);
  return found;
};

/** Nothing can be claimed until the world is calm. */
const untilCalm = (): WorldProps => ({
  ledgerFault: (op) => (op === 'claim' ? { error: 'AccessDeniedException', landed: false } : undefined),
});

const playOrder = async (
  world: World,
  { delivery }: Cell,
  { first, second }: { readonly first: string; readonly second: string },
): Promise<void> => {
  const play = async (...bodies: readonly string[]) => {
    for (const body of bodies) world.queue.enqueue(body);
    await world.time.run();
  };
  switch (delivery) {
    case 'after-25-hours':
      await play(first);
      await world.time.sleepRun(25 * HOUR_MS);
      return play(first);
    case 'after-dlq-redrive-4-days':
      await play(first);
      await world.time.sleepRun(96 * HOUR_MS);
      world.isCalm = true;
      world.queue.redrive();
      return world.time.run();
    case 'older-run-after-newer':
      await play(second);
      return play(first);
    case 'two-runs-of-one-incident-at-once':
      return play(first, second);
    case 'replay-endpoint-while-running':
      world.replayWhileRunning(packetOf());
      return play(first);
    case 'manual-redrive-of-succeeded':
      await play(first);
      return play(first);
    default:
      throw new Error(`the harness does not know the order ${delivery}`);
  }
};

/** Cells about what reaches the runner. */
export const runPipeline = async (cell: Cell): Promise<readonly string[]> => {
  const flow = FLOWS[cell.fault ?? ''];
  if (flow === undefined) throw new Error(`the harness does not know the pipeline fault ${cell.fault}`);
  const world = new World(flow.props ?? {});
  const extra = await flow.play(world);
  const action = cell.action ?? 'jira';
  return [...violations({ ...cell, action }, world), ...extra];
};

interface Flow {
  readonly props?: WorldProps;
  /** Plays it and answers with what is wrong besides the cell's ranges. */
  readonly play: (world: World) => Promise<readonly string[]>;
}

const sent = async (world: World, body: string): Promise<readonly string[]> => {
  world.queue.enqueue(body);
  await world.time.run();
  return [];
};

const packetKey = (): string => `packets/${packetOf().incident_id}/${packetOf().run_id}.json`;

/** Changes the stored packet, but not what was announced of it. */
const withStored = (change: (text: string) => string | undefined): Flow => ({
  play: async (world) => {
    const body = await world.announce(packetOf());
    const text = change(world.evidence.text(packetKey()));
    if (text === undefined) world.evidence.objects.delete(packetKey());
    else world.evidence.objects.set(packetKey(), Buffer.from(text));
    return sent(world, body);
  },
});

const withBody = (change: (body: string) => string): Flow => ({
  play: async (world) => sent(world, change(await world.announce(packetOf()))),
});

const plain: Flow = { play: async (world) => sent(world, await world.announce(packetOf())) };

let refusals = 0;
const refuseOnce = async (): Promise<void> => {
  refusals += 1;
  if (refusals === 1) throw new Error('the bus refuses');
};

const FLOWS: Readonly<Record<string, Flow>> = {
  'packet-object-missing': withStored(() => undefined),
  'packet-object-truncated': withStored((text) => text.slice(0, 200)),
  'packet-hash-differs-from-record': withStored((text) => text.replace('checkout fails', 'checkout works')),
  'packet-schema-newer': {
    play: async (world) =>
      sent(
        world,
        await world.announceText(packetOf(), (text) => text.replace('"schema_version":"1"', '"schema_version":"2"')),
      ),
  },
  'secret-parameter-missing': {
    play: async (world) => {
      for (const { secret } of [world.jira, world.github, world.teams]) secret.current = undefined;
      return sent(world, await world.announce(packetOf()));
    },
  },
  'secret-rotated-mid-run': {
    play: async (world) => {
      const body = await world.announce(packetOf());
      world.time.after(30, () => {
        for (const provider of [world.jira, world.github, world.teams]) {
          provider.secret.current = 'secret-2';
          provider.acceptedSecret = 'secret-2';
        }
      });
      return sent(world, body);
    },
  },
  'clock-10-min-ahead': { ...plain, props: { clockSkewMs: 600_000 } },
  'clock-10-min-behind': { ...plain, props: { clockSkewMs: -600_000 } },
  'event-publish-fails-after-write': {
    props: { publish: refuseOnce },
    play: async (world) => {
      refusals = 0;
      await sent(world, await world.announce(packetOf()));
      return world.published.length === 1 ? [] : [`the event was published ${world.published.length} times`];
    },
  },
  'event-published-write-rolled-back': withStored(() => undefined),
  'event-detail-over-256-kb': withBody((body) =>
    body.replace('"detail":{', `"detail":{"padding":"${'x'.repeat(262_144)}",`),
  ),
  'event-fields-missing': withBody(() =>
    JSON.stringify({ source: 'opsrunbook', account: ACCOUNT, 'detail-type': INCIDENT_ANALYZED, detail: {} }),
  ),
  'event-from-other-bus-account': withBody((body) => body.replace(ACCOUNT, '999999999999')),
  'kill-switch-on-mid-run': {
    play: async (world) => {
      const body = await world.announce(packetOf());
      world.time.after(250, () => {
        world.isAutomationEnabled = false;
      });
      await sent(world, body);
      return sentAfterSwitch(world);
    },
  },
  'dry-run': { ...plain, props: { isDryRun: true } },
};

/** No request may begin once the switch was read as off; and one that had begun is in the ledger. */
export const sentAfterSwitch = (world: World): readonly string[] => {
  const { readAsOffMs } = world;
  if (readAsOffMs === undefined) return ['the switch was never read as off'];
  const late = world.transport.sent.filter(({ atMs }) => atMs > readAsOffMs);
  const unrecorded =
    world.jira.issues.length > 0 &&
    [...world.ledger.targets.values()].every(({ external, intents }) => external === null && intents.length === 0);
  return [
    ...(late.length === 0 ? [] : [`${late.length} requests began after the switch was read as off`]),
    ...(unrecorded ? ['an issue was made and the ledger does not know'] : []),
  ];
};
