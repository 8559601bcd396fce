import { gatedPacket } from '@opsrunbook/analyzer';
import {
  envelopeOf,
  INCIDENT_ANALYZED,
  type IncidentAnalyzedV1,
  IncidentPacketV1,
  objectKeys,
  type PacketRecordV1,
  SNAPSHOT_PERSISTED,
  SnapshotPersistedV1,
} from '@opsrunbook/contracts';
import { DependencyError, type EventBus } from '@opsrunbook/core';
import {
  type EvidenceStore,
  type Gate,
  readSealedRun,
  readStored,
  SealedObject,
  type Stored,
} from '@opsrunbook/evidence';
import type { PacketRepository } from '@opsrunbook/stores';

export interface AnalyzeDeps {
  readonly evidence: EvidenceStore;
  readonly packets: Pick<PacketRepository, 'create'>;
  readonly bus: EventBus;
  readonly gate: () => Promise<Gate>;
}

const Event = envelopeOf(SNAPSHOT_PERSISTED, SnapshotPersistedV1);

/** Analyzes a sealed run, stores its packet once and tells the next stage. Repeated, it finds the packet and tells again. */
export const createAnalyzeHandler =
  (deps: AnalyzeDeps) =>
  async (event: unknown): Promise<IncidentAnalyzedV1> => {
    const { detail } = Event.parse(event);
    const packet = await storedPacket(deps, detail);
    await deps.packets.create((await deps.gate()).pass(recordOf(packet)));
    const analyzed: IncidentAnalyzedV1 = {
      schema_version: '1',
      incident_id: detail.incident_id,
      run_id: detail.run_id,
      packet_key: packet.object.key,
      packet_sha256: packet.object.sha256,
      packet_hash: packet.document.packet_hash,
    };
    await deps.bus.publish({ detailType: INCIDENT_ANALYZED, detail: analyzed });
    return analyzed;
  };

const storedPacket = async (deps: AnalyzeDeps, detail: SnapshotPersistedV1): Promise<Stored<IncidentPacketV1>> => {
  const key = objectKeys.packet(detail);
  const standing = await readStored(deps.evidence, key, IncidentPacketV1);
  if (standing !== undefined) return standing;
  const run = await readSealedRun(deps.evidence, { key: detail.manifest_key, sha256: detail.manifest_sha256 });
  const packet = gatedPacket(run, await deps.gate());
  const sealed = SealedObject.seal(packet);
  if ((await deps.evidence.putOnce(key, sealed)) === 'created')
    return { document: packet.value, object: sealed.ref(key) };
  const winner = await readStored(deps.evidence, key, IncidentPacketV1);
  if (winner !== undefined) return winner;
  throw new DependencyError('object_missing', `${key} exists and cannot be read; try again`, { context: { key } });
};

const recordOf = ({ document, object }: Stored<IncidentPacketV1>): PacketRecordV1 => ({
  schema_version: '1',
  incident_id: document.incident_id,
  run_id: document.run_id,
  started_at: document.started_at,
  key: object.key,
  sha256: object.sha256,
  packet_hash: document.packet_hash,
  manifest_sha256: document.manifest_sha256,
  analyzer_version: document.analyzer_version,
  verdict: document.verdict,
  confidence: document.confidence.value,
  headline: document.headline,
});
