import { describe, expect, it } from '@jest/globals';
import { ManifestV1, objectKeys, SNAPSHOT_PERSISTED } from '@opsrunbook/contracts';
import { createAnalyzeHandler } from '@opsrunbook/lambdas/analyze/handler';
import { createPersistSnapshotHandler } from '@opsrunbook/lambdas/persist-snapshot/handler';
import {
  Crash,
  CrashPoint,
  crashing,
  createWorld,
  gate,
  IDS,
  seed,
  stepFunctionsEvidence,
  type World,
} from './crash-setup.ts';

const NEVER = Number.POSITIVE_INFINITY;

const seal = async (world: World, input: object, crashAt = NEVER): Promise<number> => {
  const point = new CrashPoint(crashAt);
  const { store, putItem, bus } = crashing(world, point);
  const handler = createPersistSnapshotHandler({
    evidence: store,
    runs: { putSnapshot: putItem('snapshot') },
    bus,
    gate,
  });
  await handler(input).catch(onlyCrashes);
  return point.writes;
};

const analyze = async (world: World, crashAt = NEVER): Promise<number> => {
  const point = new CrashPoint(crashAt);
  const { store, putItem, bus } = crashing(world, point);
  const handler = createAnalyzeHandler({ evidence: store, packets: { create: putItem('packet') }, bus, gate });
  const event = world.events.find(({ detailType }) => detailType === SNAPSHOT_PERSISTED);
  await handler({ source: 'opsrunbook', 'detail-type': event?.detailType, detail: event?.detail }).catch(onlyCrashes);
  return point.writes;
};

const onlyCrashes = (error: unknown): void => {
  if (!(error instanceof Crash)) throw error;
};

const sealedWorld = async () => {
  const world = createWorld();
  const ids = await seed(world, ['cloudwatch-logs', 'step-functions'], [stepFunctionsEvidence()]);
  const input = { ...ids, collected: [{ collector: 'cloudwatch-logs', status: 'gap', error: 'States.Timeout' }] };
  return { world, input };
};

const texts = ({ evidence }: World) =>
  Object.fromEntries([...evidence.objects].map(([key, bytes]) => [key, Buffer.from(bytes).toString()]));

describe('a stage that dies after any of its writes and is tried again', () => {
  it.each([1, 2, 3])('seals the same snapshot and tells of it (death after write %d)', async (crashAt) => {
    const { world: smooth, input } = await sealedWorld();
    expect(await seal(smooth, input)).toBe(3);
    const { world } = await sealedWorld();
    await seal(world, input, crashAt);
    await seal(world, input);
    expect(texts(world)).toEqual(texts(smooth));
    expect([...world.items]).toEqual([...smooth.items]);
    expect(new Set(world.events.map((event) => JSON.stringify(event)))).toEqual(
      new Set(smooth.events.map((event) => JSON.stringify(event))),
    );
  });

  it.each([1, 2, 3])('analyzes to the same packet and tells of it (death after write %d)', async (crashAt) => {
    const { world: smooth, input } = await sealedWorld();
    await seal(smooth, input);
    expect(await analyze(smooth)).toBe(3);
    const { world } = await sealedWorld();
    await seal(world, input);
    await analyze(world, crashAt);
    await analyze(world);
    expect(texts(world)).toEqual(texts(smooth));
    expect([...world.items]).toEqual([...smooth.items]);
    expect(world.events.length).toBeGreaterThanOrEqual(2);
  });
});

describe('sealing', () => {
  it('records a gap with its reason for a collector that never answered, and what the other one stored', async () => {
    const { world, input } = await sealedWorld();
    await seal(world, input);
    const manifest = ManifestV1.parse(JSON.parse(world.evidence.text(objectKeys.manifest(IDS))));
    expect(manifest.entries).toMatchObject([
      { collector: 'cloudwatch-logs', status: 'gap', reasons: [{ code: 'timeout' }] },
      { collector: 'step-functions', status: 'ok', rows: 1 },
    ]);
  });

  it('counts an object whose collector died before it could answer', async () => {
    const { world, input } = await sealedWorld();
    await seal(world, {
      ...input,
      collected: [{ collector: 'step-functions', status: 'gap', error: 'Lambda.Unknown' }],
    });
    const manifest = ManifestV1.parse(JSON.parse(world.evidence.text(objectKeys.manifest(IDS))));
    expect(manifest.entries[1]?.status).toBe('ok');
  });

  it('leaves a sealed run as it is when a slow collector stores its object later', async () => {
    const world = createWorld();
    const ids = await seed(world, ['step-functions'], []);
    await seal(world, { ...ids, collected: [] });
    const before = world.evidence.text(objectKeys.manifest(IDS));
    await seed(world, ['step-functions'], [stepFunctionsEvidence()]);
    await seal(world, { ...ids, collected: [] });
    expect(world.evidence.text(objectKeys.manifest(IDS))).toBe(before);
  });

  it('refuses to analyze evidence that is not what was sealed, and names the object', async () => {
    const { world, input } = await sealedWorld();
    await seal(world, input);
    const key = objectKeys.evidence(IDS, 'step-functions');
    world.evidence.objects.set(key, Buffer.from(world.evidence.text(key).replace('OrderError', 'OtherError')));
    await expect(analyze(world)).rejects.toMatchObject({ name: 'Integrity', message: expect.stringContaining(key) });
  });
});
