import type {
  IncidentPacketV1,
  ObjectRefV1,
  PacketRecordV1,
  RepositoryResolutionV1,
  Verdict,
} from '@opsrunbook/contracts';
import { canonicalJson, sha256Hex } from '@opsrunbook/core';

const HASH = 'a'.repeat(64);

/** A valid packet of run number `run` (1 to 9) of one incident; a later number is a later run. */
export const packetOf = ({
  run = 1,
  verdict = 'supported',
  ...changes
}: { readonly run?: number; readonly verdict?: Verdict } & Partial<IncidentPacketV1> = {}): IncidentPacketV1 => {
  const packet = {
    schema_version: '1' as const,
    analyzer_version: '1.0.0',
    config_hash: HASH,
    incident_id: 'inc-20260303t130000-0123456789',
    run_id: `run-20260303t130${run}00000-01234567`,
    started_at: `2026-03-03T13:0${run}:00.000Z`,
    service: 'checkout',
    environment: 'prod',
    title: 'checkout fails',
    severity: 'high' as const,
    window: { start: '2026-03-03T12:00:00Z', end: '2026-03-03T13:00:00Z' },
    baseline: { start: '2026-03-03T11:00:00Z', end: '2026-03-03T12:00:00Z' },
    manifest_sha256: HASH,
    verdict,
    headline: `checkout: ${verdict}`,
    confidence: { value: 0.8, integrity_cap: 1, coverage_cap: 1 },
    suspects: [],
    findings: [],
    hypotheses: [],
    timeline: [],
    blast_radius: { affected: [], relaying: [] },
    suspected_owners: [],
    next_actions: [],
    limits: [],
    ...changes,
  };
  return { ...packet, packet_hash: sha256Hex(canonicalJson(packet)) };
};

/** A resolution that a mapping rule decided. */
export const resolutionOf = (changes: Partial<RepositoryResolutionV1> = {}): RepositoryResolutionV1 => ({
  chosen: 'example-org/checkout',
  confidence: 0.95,
  reason: 'rule checkout maps the service',
  revision: 'b'.repeat(40),
  code_owners: ['@example-org/checkout'],
  candidates: [
    {
      repository: 'example-org/checkout',
      confidence: 0.95,
      base_branch: 'main',
      evidence: [{ method: 'mapping-rule', detail: 'rule checkout: service checkout' }],
      files: [],
    },
  ],
  ...changes,
});

/** The PACKET item of a packet that lies under a key. */
export const packetRecordOf = (packet: IncidentPacketV1, { key, sha256 }: ObjectRefV1): PacketRecordV1 => ({
  schema_version: '1',
  incident_id: packet.incident_id,
  run_id: packet.run_id,
  started_at: packet.started_at,
  key,
  sha256,
  packet_hash: packet.packet_hash,
  manifest_sha256: packet.manifest_sha256,
  analyzer_version: packet.analyzer_version,
  verdict: packet.verdict,
  confidence: packet.confidence.value,
  headline: packet.headline,
});
