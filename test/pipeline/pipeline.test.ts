import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { verifyRun } from '@opsrunbook/bundle';
import { EvidenceListV1, EvidenceV1, IncidentPacketV1, RunViewV1, SnapshotViewV1 } from '@opsrunbook/contracts';
import { startSystem, type TestSystemOptions, temporaryFolder } from './test-setup.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const play = async (options: TestSystemOptions = {}) => {
  const { system, report, read, failures, clock } = await startSystem({ dataFolder: folder.path, ...options });
  const { incident_id, run_id, links } = await report();
  await system.idle();
  const run = RunViewV1.parse(await read(links.run));
  const packet = IncidentPacketV1.parse(await read(links.packet));
  return { system, incident_id, run_id, links, run, packet, read, failures, clock };
};

describe('the pipeline on one machine', () => {
  it('takes a report that names only the service to a verified packet that cites every collector', async () => {
    const { system, run, packet, read, links, failures } = await play();
    expect(failures).toEqual([]);
    expect(run.status).toBe('analyzed');
    expect(run.collectors.map(({ collector, status }) => `${collector} ${status}`)).toEqual([
      'cloudwatch-logs ok',
      'cloudwatch-metrics ok',
      'step-functions ok',
    ]);
    const cited = new Set(packet.findings.flatMap(({ supporting }) => supporting.map(({ collector }) => collector)));
    expect([...cited].sort()).toEqual(['cloudwatch-logs', 'cloudwatch-metrics', 'step-functions']);
    const { snapshot } = SnapshotViewV1.parse(await read(links.snapshot));
    const record = await system.packets.latest(packet.incident_id);
    const checks = await verifyRun(system.evidence, { manifest: snapshot.manifest, packet: record });
    expect(checks.filter(({ holds }) => !holds)).toEqual([]);
    await system.stop();
  });

  it('stores no e-mail address, and counts what it replaced', async () => {
    const { system, read, links } = await play();
    const { entries } = EvidenceListV1.parse(await read(links.evidence));
    expect(entries[0]?.redactions).toMatchObject({ email: 20 });
    const logs = JSON.stringify(EvidenceV1.parse(await read(entries[0]?.href ?? '')));
    expect(logs).not.toContain('eve@example.com');
    expect(logs).not.toContain('not kept');
    await system.stop();
  });

  it('gives byte-equal packets for the same telemetry, time and ids', async () => {
    const first = await play();
    await first.system.stop();
    const other = temporaryFolder();
    const second = await play({ dataFolder: other.path });
    await second.system.stop();
    other.remove();
    expect(second.packet.packet_hash).toBe(first.packet.packet_hash);
    expect(JSON.stringify(second.packet)).toBe(JSON.stringify(first.packet));
  });

  it('collects again as a new run and keeps the first', async () => {
    const { system, links, packet, read, clock } = await play();
    clock.advance(1_000);
    await system.app.request(links.runs, { method: 'POST' });
    await system.idle();
    const latest = IncidentPacketV1.parse(await read(`${links.self}/packet/latest`));
    expect(latest.run_id).not.toBe(packet.run_id);
    expect(latest.findings.map(({ id }) => id)).toEqual(packet.findings.map(({ id }) => id));
    expect(IncidentPacketV1.parse(await read(links.packet))).toEqual(packet);
    await system.stop();
  });

  it('answers the part of the evidence that a citation names', async () => {
    const { system, packet, read, links } = await play();
    const ref = packet.findings.flatMap(({ supporting }) => supporting).find(({ range }) => range !== undefined);
    const query = `run_id=${packet.run_id}&pointer=${ref?.pointer}&from=${ref?.range?.from}&to=${ref?.range?.to}`;
    const answer = await read(`${links.evidence}/${ref?.collector}?${query}`);
    expect(answer).toMatchObject({ object: { sha256: ref?.sha256 }, pointer: ref?.pointer });
    await system.stop();
  });
});
