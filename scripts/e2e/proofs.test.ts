import { describe, expect, it } from '@jest/globals';
import { analyze } from '@opsrunbook/analyzer';
import { canonicalJson } from '@opsrunbook/core';
import { buildBundle, logRow, logsEvidence } from '../../packages/analyzer/test/build-bundle.ts';
import { createChecklist } from './checklist.ts';
import type { InvestigatedIncident } from './incident-flow.ts';
import { proveCitations, proveHashes } from './proofs.ts';

const served = (text: string) => ({ status: 200, headers: {}, bytes: Buffer.from(text) });

/** What the API serves of an analyzed incident, as it should be. */
const investigated = (): InvestigatedIncident => {
  const bundle = buildBundle([
    logsEvidence([1, 2, 3].map((minute) => logRow(minute, `ERROR charge ${minute} refused`))),
  ]);
  const { incident_id, run_id, started_at } = bundle.request;
  const packet = analyze(bundle);
  const links = { self: '', runs: '', run: '', snapshot: '', evidence: '', packet: '', actions: '', replay: '' };
  return {
    accepted: { incident_id, run_id, links },
    snapshot: {
      schema_version: '1',
      incident_id,
      run_id,
      started_at,
      manifest: { key: 'manifest', sha256: bundle.manifestSha256, bytes: 1 },
      statuses: {},
    },
    manifest: bundle.manifest,
    evidence: bundle.objects.map(({ evidence }) => ({ value: evidence, answer: served(canonicalJson(evidence)) })),
    packet: { value: packet, answer: served(canonicalJson(packet)) },
  };
};

/** The lines of the checks that fail for an incident. */
const failures = (incident: InvestigatedIncident): readonly string[] => {
  const lines: string[] = [];
  const checklist = createChecklist('proofs', (line) => lines.push(line));
  proveHashes(checklist, incident);
  proveCitations(checklist, incident, ['cloudwatch-logs']);
  return lines.filter((line) => line.startsWith('FAILED')).map((line) => line.slice('FAILED '.length));
};

describe('the proofs of the smoke', () => {
  it('find nothing wrong with what was sealed', () => {
    expect(failures(investigated())).toEqual([]);
  });

  it('notice one byte more in an evidence object, and the citations it breaks', () => {
    const incident = investigated();
    const evidence = incident.evidence.map(({ value }) => ({ value, answer: served(`${canonicalJson(value)} `) }));
    expect(failures({ ...incident, evidence })).toEqual([
      'evidence of cloudwatch-logs has the hash that the manifest lists',
      expect.stringMatching(/^all \d+ citations resolve/),
    ]);
  });

  it('notice evidence that is listed and not served', () => {
    expect(failures({ ...investigated(), evidence: [] })).toContain(
      'evidence of cloudwatch-logs has the hash that the manifest lists',
    );
  });

  it('notice a manifest that is not the sealed one', () => {
    const incident = investigated();
    expect(failures({ ...incident, manifest: { ...incident.manifest, entries: [] } })).toEqual([
      'the manifest has the hash that the snapshot sealed',
    ]);
  });

  it('notice a packet that was changed after it was hashed', () => {
    const incident = investigated();
    const value = { ...incident.packet.value, headline: 'nothing happened' };
    expect(failures({ ...incident, packet: { ...incident.packet, value } })).toEqual([
      'the packet has the hash it states',
    ]);
  });

  it('ask for a finding that cites each collector', () => {
    const incident = investigated();
    const value = { ...incident.packet.value, findings: [] };
    expect(failures({ ...incident, packet: { ...incident.packet, value } })).toContain(
      'a finding cites cloudwatch-logs',
    );
  });
});
