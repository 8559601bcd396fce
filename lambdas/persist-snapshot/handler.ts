import {
  type CollectorName,
  EvidenceV1,
  ManifestV1,
  objectKeys,
  RunRequestV1,
  SealInputV1,
  SNAPSHOT_PERSISTED,
  type SnapshotPersistedV1,
  type SnapshotV1,
} from '@opsrunbook/contracts';
import { DependencyError, type EventBus } from '@opsrunbook/core';
import {
  buildManifest,
  type CollectedPart,
  type EvidenceStore,
  type Gate,
  readSealed,
  readStored,
  SealedObject,
  type Stored,
} from '@opsrunbook/evidence';
import type { RunRepository } from '@opsrunbook/stores';

export interface PersistSnapshotDeps {
  readonly evidence: EvidenceStore;
  readonly runs: Pick<RunRepository, 'putSnapshot'>;
  readonly bus: EventBus;
  readonly gate: () => Promise<Gate>;
}

/**
 * Seals a run: lists every collector's object with its hash in the manifest, records the snapshot, and tells the next stage.
 * Repeated, it finds what it wrote and tells again, so nothing is lost between writing and telling.
 */
export const createPersistSnapshotHandler =
  (deps: PersistSnapshotDeps) =>
  async (event: unknown): Promise<SnapshotPersistedV1> => {
    const input = SealInputV1.parse(event);
    const snapshot = await sealSnapshot(deps, input);
    const gate = await deps.gate();
    await deps.runs.putSnapshot(gate.pass(snapshot));
    const detail: SnapshotPersistedV1 = {
      schema_version: '1',
      incident_id: snapshot.incident_id,
      run_id: snapshot.run_id,
      manifest_key: snapshot.manifest.key,
      manifest_sha256: snapshot.manifest.sha256,
    };
    await deps.bus.publish({ detailType: SNAPSHOT_PERSISTED, detail });
    return detail;
  };

const sealSnapshot = async (deps: PersistSnapshotDeps, input: SealInputV1): Promise<SnapshotV1> => {
  const requestRef = { key: objectKeys.request(input), sha256: input.request_sha256 };
  const request = await readSealed(deps.evidence, requestRef, RunRequestV1);
  const parts = await Promise.all(request.document.collectors.map((name) => collectedPart(deps.evidence, input, name)));
  const manifest = await sealManifest(deps, buildManifest(request.document, request.object, parts));
  const statuses = Object.fromEntries(manifest.document.entries.map(({ collector, status }) => [collector, status]));
  const { incident_id, run_id, started_at } = request.document;
  return { schema_version: '1', incident_id, run_id, started_at, manifest: manifest.object, statuses };
};

/** Stores the manifest, or finds the one an earlier attempt sealed: that one stands, even when a slow collector stored more since. */
const sealManifest = async (
  { evidence, gate }: PersistSnapshotDeps,
  manifest: ManifestV1,
): Promise<Stored<ManifestV1>> => {
  const key = objectKeys.manifest(manifest);
  const sealed = SealedObject.seal((await gate()).pass(manifest));
  if ((await evidence.putOnce(key, sealed)) === 'created') return { document: manifest, object: sealed.ref(key) };
  const standing = await readStored(evidence, key, ManifestV1);
  if (standing !== undefined) return standing;
  throw new DependencyError('object_missing', `${key} exists and cannot be read; try again`, { context: { key } });
};

/** A collector's object counts whenever it was stored, also when the collector died before it could answer. */
const collectedPart = async (
  evidence: EvidenceStore,
  input: SealInputV1,
  collector: CollectorName,
): Promise<CollectedPart> => {
  const stored = await readStored(evidence, objectKeys.evidence(input, collector), EvidenceV1);
  if (stored !== undefined) return { collector, object: stored.object, evidence: stored.document };
  const answer = input.collected.find((result) => result.collector === collector);
  return { collector, failure: answer !== undefined && 'error' in answer ? answer.error : 'NoResult' };
};
