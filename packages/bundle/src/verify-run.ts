import { checkPacket, packetHash } from '@opsrunbook/analyzer';
import { IncidentPacketV1, type ObjectRefV1, type PacketRecordV1 } from '@opsrunbook/contracts';
import { IntegrityError, NotFoundError, sha256Hex } from '@opsrunbook/core';
import { type EvidenceReader, readSealedRun, type SealedRun } from '@opsrunbook/evidence';

/** One thing that was recomputed. */
export interface VerificationCheck {
  readonly what: string;
  readonly holds: boolean;
  readonly detail: string;
}

export interface RunToVerify {
  readonly manifest: ObjectRefV1;
  /** Absent while the run is not analyzed. */
  readonly packet: Pick<PacketRecordV1, 'key' | 'sha256' | 'packet_hash'> | undefined;
}

/**
 * Recomputes every hash of a run, from evidence over manifest to packet, and resolves every citation. Stops at the first object
 * that does not match: what rests on it proves nothing.
 */
export const verifyRun = async (
  evidence: EvidenceReader,
  { manifest, packet }: RunToVerify,
): Promise<readonly VerificationCheck[]> => {
  const read = await sealedRun(evidence, manifest);
  if ('broken' in read) return [read.broken];
  const checks = [
    { what: 'manifest', holds: true, detail: `${manifest.key} ${manifest.sha256}` },
    ...read.run.objects.map(({ object }) => ({
      what: 'evidence',
      holds: true,
      detail: `${object.key} ${object.sha256}`,
    })),
  ];
  return packet === undefined ? checks : [...checks, ...(await packetChecks(evidence, read.run, packet))];
};

const sealedRun = async (
  evidence: EvidenceReader,
  manifest: ObjectRefV1,
): Promise<{ readonly run: SealedRun } | { readonly broken: VerificationCheck }> => {
  try {
    return { run: await readSealedRun(evidence, manifest) };
  } catch (error) {
    if (!(error instanceof IntegrityError || error instanceof NotFoundError)) throw error;
    return { broken: { what: 'evidence', holds: false, detail: error.message } };
  }
};

const packetChecks = async (
  evidence: EvidenceReader,
  run: SealedRun,
  { key, sha256, packet_hash }: NonNullable<RunToVerify['packet']>,
): Promise<readonly VerificationCheck[]> => {
  const bytes = await evidence.get(key);
  if (bytes === undefined) return [{ what: 'packet', holds: false, detail: `there is no object ${key}` }];
  const found = sha256Hex(bytes);
  if (found !== sha256)
    return [{ what: 'packet', holds: false, detail: `${key} has SHA-256 ${found}, expected ${sha256}` }];
  const packet = IncidentPacketV1.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  const recomputed = packetHash(packet);
  const problems = checkPacket(packet, run);
  return [
    {
      what: 'packet',
      holds: recomputed === packet_hash && packet.packet_hash === packet_hash,
      detail: `${key} packet_hash ${recomputed}`,
    },
    {
      what: 'seal',
      holds: packet.manifest_sha256 === run.manifestSha256,
      detail: `the packet rests on manifest ${packet.manifest_sha256}`,
    },
    {
      what: 'citations',
      holds: problems.length === 0,
      detail: problems[0] ?? `${citationCount(packet)} citations resolve to what they claim`,
    },
  ];
};

const citationCount = ({ findings, hypotheses }: IncidentPacketV1): number =>
  [...findings, ...hypotheses].reduce(
    (sum, { supporting, contradicting }) => sum + supporting.length + contradicting.length,
    0,
  );
