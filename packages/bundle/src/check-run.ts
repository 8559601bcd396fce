import { IncidentPacketV1 } from '@opsrunbook/contracts';
import { type EvidenceReader, readSealed, readSealedRun } from '@opsrunbook/evidence';
import type { BundleIndexV1 } from './bundle-index-v1.ts';

/** Which part is of another incident or run than the index says; undefined when none is. Hashes alone would let parts be exchanged. */
export const runProblem = async (objects: EvidenceReader, index: BundleIndexV1): Promise<string | undefined> => {
  const { request, manifest, objects: stored } = await readSealedRun(objects, index.manifest);
  const packet = index.packet === null ? [] : [(await readSealed(objects, index.packet, IncidentPacketV1)).document];
  const parts = [
    { what: index.manifest.key, ...idsOf(manifest) },
    { what: manifest.request.key, ...idsOf(request) },
    ...stored.map(({ object, evidence }) => ({ what: object.key, ...idsOf(evidence) })),
    ...packet.map((document) => ({ what: index.packet?.key, ...idsOf(document) })),
  ];
  const stranger = parts.find(
    ({ incident_id, run_id }) => incident_id !== index.incident_id || run_id !== index.run_id,
  );
  return stranger && `${stranger.what} is of ${stranger.incident_id} ${stranger.run_id}`;
};

interface Ids {
  readonly incident_id: string;
  readonly run_id: string;
}

const idsOf = ({ incident_id, run_id }: Ids): Ids => ({ incident_id, run_id });
