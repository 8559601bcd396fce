import { type EvidenceRefV1, IncidentPacketV1 } from '@opsrunbook/contracts';
import { citationHolds } from '@opsrunbook/evidence';
import type { EvidenceBundle } from './evidence-bundle.ts';
import { packetHash } from './packet-hash.ts';

/** Every way in which a packet breaks its promise to its evidence; empty when it keeps it. */
export const checkPacket = (packet: IncidentPacketV1, bundle: EvidenceBundle): readonly string[] => {
  const parsed = IncidentPacketV1.safeParse(packet);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  if (packetHash(packet) !== packet.packet_hash) problems.push('packet_hash is not the hash of the packet');
  if (packet.manifest_sha256 !== bundle.manifestSha256) problems.push('the packet names another manifest');
  const statements = [...packet.findings, ...packet.hypotheses];
  for (const { id, supporting, contradicting } of statements) {
    if (supporting.length === 0) problems.push(`${id} cites nothing`);
    for (const ref of [...supporting, ...contradicting]) problems.push(...citationProblems(id, ref, bundle));
  }
  const known = new Set(statements.map(({ id }) => id));
  for (const { entity, statements: cited } of packet.suspects) {
    for (const id of cited)
      if (!known.has(id)) problems.push(`suspect ${entity} rests on ${id}, which the packet does not hold`);
  }
  return problems;
};

const citationProblems = (id: string, ref: EvidenceRefV1, { manifest, objects }: EvidenceBundle): readonly string[] => {
  const at = `${id} cites ${ref.key}${ref.pointer}`;
  const entry = manifest.entries.find(({ collector }) => collector === ref.collector);
  if (entry?.evidence?.key !== ref.key || entry.evidence.sha256 !== ref.sha256) return [`${at}, not in the manifest`];
  if (entry.status === 'gap') return [`${at}, a gap`];
  const found = objects.find(({ object }) => object.key === ref.key && object.sha256 === ref.sha256);
  if (found === undefined) return [`${at}, not among the objects`];
  if (found.evidence.status === 'gap') return [`${at}, a gap`];
  return citationHolds(ref, found.evidence) ? [] : [`${at}, which is not what it claims`];
};
