import { type RepositoryLookups, resolveRepository } from '@opsrunbook/actions';
import {
  type IncidentPacketV1,
  objectKeys,
  type RepoMappingV1,
  type RepositoryResolutionV1,
} from '@opsrunbook/contracts';
import { type EvidenceReader, readSealedRun } from '@opsrunbook/evidence';

export interface ResolveRunDeps {
  readonly evidence: EvidenceReader;
  readonly mapping: RepoMappingV1;
  readonly lookups: RepositoryLookups | undefined;
}

/** Where the fault of a packet lies in code, by the sealed evidence of its run. Throws when the evidence is not what was sealed. */
export const resolveRun =
  ({ evidence, mapping, lookups }: ResolveRunDeps) =>
  async (packet: IncidentPacketV1): Promise<RepositoryResolutionV1> => {
    const run = await readSealedRun(evidence, { key: objectKeys.manifest(packet), sha256: packet.manifest_sha256 });
    const objects = run.objects.map((object) => object.evidence);
    return resolveRepository({ packet, scope: run.request.scope, mapping, evidence: objects }, lookups);
  };
