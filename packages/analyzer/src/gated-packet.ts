import type { IncidentPacketV1 } from '@opsrunbook/contracts';
import type { Gate, Gated } from '@opsrunbook/evidence';
import { analyze } from './analyze.ts';
import type { EvidenceBundle } from './evidence-bundle.ts';
import { sealPacket } from './packet-hash.ts';

/**
 * The packet of a run as it is stored: analyzed, passed through the gate, and hashed afterwards, since the gate may still change
 * text the analyzer put together. Analysis and replay share this, so that replay compares like with like.
 */
export const gatedPacket = (run: EvidenceBundle, gate: Gate): Gated<IncidentPacketV1> => {
  const { packet_hash: _beforeTheGate, ...statements } = analyze(run);
  return gate.pass(sealPacket(gate.pass(statements).value));
};
