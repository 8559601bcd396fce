import { performance } from 'node:perf_hooks';
import { analyze, checkPacket, type EvidenceBundle } from '@opsrunbook/analyzer';
import type { IncidentPacketV1 } from '@opsrunbook/contracts';

/** One line of the predictions file. */
export interface Prediction {
  readonly case: string;
  readonly ranked: readonly { readonly entity: string; readonly confidence: number }[];
  readonly abstained: boolean;
  readonly runtimeMs: number;
  readonly packetSha256: string;
}

export interface CaseRun {
  readonly prediction: Prediction;
  readonly packet: IncidentPacketV1;
  /** Broken promises: another hash for the same evidence, citations that do not resolve, a packet that breaks its schema. */
  readonly problems: readonly string[];
}

/** Analyzes one bundle as the Lambda does, and again with its objects turned round. */
export const runCase = (name: string, bundle: EvidenceBundle): CaseRun => {
  const startedMs = performance.now();
  const packet = analyze(bundle);
  const runtimeMs = Math.round((performance.now() - startedMs) * 100) / 100;
  const again = analyze({ ...bundle, objects: bundle.objects.toReversed() });
  const problems = checkPacket(packet, bundle).map((problem) => `${name}: ${problem}`);
  if (again.packet_hash !== packet.packet_hash) problems.push(`${name}: two packets for the same evidence`);
  const ranked = packet.suspects.map(({ entity, confidence }) => ({ entity, confidence }));
  const abstained = packet.verdict === 'inconclusive';
  return {
    prediction: { case: name, ranked, abstained, runtimeMs, packetSha256: packet.packet_hash },
    packet,
    problems,
  };
};
