import type { CollectorName, EvidenceRefV1, EvidenceV1 } from '@opsrunbook/contracts';
import { canonicalJson, sha256Hex } from '@opsrunbook/core';
import { citationHolds } from '@opsrunbook/evidence';
import type { Document } from './answers.ts';
import type { Checklist } from './checklist.ts';
import type { InvestigatedIncident } from './incident-flow.ts';

/** Recomputes every hash from the evidence to the packet, on this side of the network. */
export const proveHashes = (
  checklist: Checklist,
  { snapshot, manifest, evidence, packet }: InvestigatedIncident,
): void => {
  checklist.check(
    'the manifest has the hash that the snapshot sealed',
    sha256Hex(canonicalJson(manifest)) === snapshot.manifest.sha256,
    snapshot.manifest,
  );
  for (const { collector, evidence: listed } of manifest.entries) {
    const served = evidence.find(({ value }) => value.collector === collector);
    if (listed === undefined && served === undefined) continue;
    const isRight = served !== undefined && listed !== undefined && sha256Hex(served.answer.bytes) === listed.sha256;
    checklist.check(`evidence of ${collector} has the hash that the manifest lists`, isRight, listed);
  }
  const { packet_hash, ...statements } = packet.value;
  checklist.check('the packet names that manifest', packet.value.manifest_sha256 === snapshot.manifest.sha256);
  checklist.check(
    'the packet has the hash it states',
    sha256Hex(canonicalJson(statements)) === packet_hash,
    packet_hash,
  );
};

/** Resolves every citation, and asks for findings that cite each of `collectors`. */
export const proveCitations = (
  checklist: Checklist,
  { evidence, packet }: InvestigatedIncident,
  collectors: readonly CollectorName[],
): void => {
  const { findings, hypotheses } = packet.value;
  const citations = [...findings, ...hypotheses].flatMap(({ supporting, contradicting }) => [
    ...supporting,
    ...contradicting,
  ]);
  const broken = citations.filter((citation) => !holds(citation, evidence));
  checklist.check(`all ${citations.length} citations resolve to what they claim`, broken.length === 0, broken);
  for (const collector of collectors) {
    const citing = findings.filter(({ supporting }) => supporting.some((citation) => citation.collector === collector));
    checklist.check(`a finding cites ${collector}`, citing.length > 0, {
      findings: findings.map(({ claim }) => claim),
    });
  }
};

const holds = (citation: EvidenceRefV1, evidence: readonly Document<EvidenceV1>[]): boolean => {
  const cited = evidence.find(({ value }) => value.collector === citation.collector);
  return (
    cited !== undefined && sha256Hex(cited.answer.bytes) === citation.sha256 && citationHolds(citation, cited.value)
  );
};
