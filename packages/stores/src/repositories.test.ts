import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IncidentV1, PacketRecordV1, RunV1, SnapshotV1 } from '@opsrunbook/contracts';
import { sha256Hex } from '@opsrunbook/core';
import { createGate } from '@opsrunbook/evidence';
import { LOCAL_TABLES, startEmbeddedDynamoDb } from '@opsrunbook/local';
import { createIncidentRepository } from './incident-repository.ts';
import { createPacketRepository } from './packet-repository.ts';
import { createRunRepository } from './run-repository.ts';

const gate = createGate({
  json: (value) => ({ value, counts: {} }),
  stream: (lines) => ({ values: [...lines], counts: {} }),
});
const HASH = sha256Hex('x');
const incident_id = 'inc-20260303t120000-0123456789';

let database: Awaited<ReturnType<typeof startEmbeddedDynamoDb>>;
beforeAll(async () => {
  database = await startEmbeddedDynamoDb();
});
afterAll(() => database.stop());
const table = (tableName: string) => ({ client: database.client, tableName });

const incident = (title: string): IncidentV1 => ({
  schema_version: '1',
  incident_id,
  service: 'checkout',
  title,
  severity: 'high',
  time_window: { start: '2026-03-03T10:00:00.000Z', end: '2026-03-03T10:30:00.000Z' },
  hints: { log_groups: [], metrics: [], state_machine_arns: [], execution_arns: [], trace_ids: [], resource_arns: [] },
  created_at: '2026-03-03T12:00:00.000Z',
});
const run = (second: number): RunV1 => ({
  schema_version: '1',
  incident_id,
  run_id: `run-20260303t1200${String(second).padStart(2, '0')}000-01234567`,
  started_at: `2026-03-03T12:00:${String(second).padStart(2, '0')}.000Z`,
});
const snapshot = (second: number): SnapshotV1 => ({
  ...run(second),
  manifest: { key: 'm', sha256: HASH, bytes: 1 },
  statuses: {},
});
const packet = (second: number): PacketRecordV1 => ({
  ...run(second),
  key: 'p',
  sha256: HASH,
  packet_hash: HASH,
  manifest_sha256: HASH,
  analyzer_version: '1',
  verdict: 'likely',
  confidence: 0.5,
  headline: 'h',
});

describe('the incident repository', () => {
  it('keeps the first incident under an id and returns it without table keys', async () => {
    const incidents = createIncidentRepository(table(LOCAL_TABLES.incidents));
    expect(await incidents.create(gate.pass(incident('first')))).toBe('created');
    expect(await incidents.create(gate.pass(incident('second')))).toBe('exists');
    expect(await incidents.get(incident_id)).toEqual(incident('first'));
  });

  it('gives every claimant of a key the same claim, and a new one once it has expired', async () => {
    const incidents = createIncidentRepository(table(LOCAL_TABLES.incidents));
    const claim = (hash: string) => ({
      request_hash: sha256Hex(hash),
      incident_id,
      run_id: run(1).run_id,
      started_at: run(1).started_at,
    });
    const now = new Date('2026-03-03T12:00:00Z');
    const claims = await Promise.all([1, 2, 3, 4].map((at) => incidents.claim('key', claim(String(at)), now)));
    expect(new Set(claims.map(({ request_hash }) => request_hash)).size).toBe(1);
    const atTheLimit = new Date('2026-03-04T12:00:00Z');
    expect((await incidents.claim('key', claim('later'), atTheLimit)).request_hash).toBe(claims[0]?.request_hash);
    const afterwards = new Date('2026-03-04T12:00:01Z');
    expect((await incidents.claim('key', claim('later'), afterwards)).request_hash).toBe(sha256Hex('later'));
  });
});

describe('the run and packet repositories', () => {
  it('find the newest by the run’s own time, whatever the order of writing', async () => {
    const runs = createRunRepository(table(LOCAL_TABLES.snapshots));
    const packets = createPacketRepository(table(LOCAL_TABLES.packets));
    for (const second of [2, 3, 1]) {
      await runs.createRun(gate.pass(run(second)));
      await runs.putSnapshot(gate.pass(snapshot(second)));
      await packets.create(gate.pass(packet(second)));
    }
    expect((await runs.latestRun(incident_id))?.run_id).toBe(run(3).run_id);
    expect((await runs.latestSnapshot(incident_id))?.run_id).toBe(run(3).run_id);
    expect((await packets.latest(incident_id))?.run_id).toBe(run(3).run_id);
    expect(await packets.get(run(2))).toEqual(packet(2));
  });

  it('answer undefined for what was never written', async () => {
    const runs = createRunRepository(table(LOCAL_TABLES.snapshots));
    const other = 'inc-20260303t120000-ffffffffff';
    expect(await runs.latestRun(other)).toBeUndefined();
    expect(await runs.getSnapshot({ ...run(1), incident_id: other })).toBeUndefined();
  });
});
