import { type IncidentId, objectKeys, type RunId, type SnapshotV1 } from '@opsrunbook/contracts';
import { canonicalJson, type JsonValue, NotFoundError, sha256Hex } from '@opsrunbook/core';
import { type Gate, readSealedRun, type SealedRun } from '@opsrunbook/evidence';
import type { ArchivedFile } from './archive-limits.ts';
import { BUNDLE_FILES, type BundleIndexV1 } from './bundle-index-v1.ts';
import type { BundleSource } from './bundle-source.ts';
import { pageViewOf } from './page/page-view.ts';
import { renderPage } from './page/render-page.ts';
import { type Actions, readActions } from './read-actions.ts';
import { readPacket, type StoredPacket } from './read-packet.ts';
import { signIndex } from './signature.ts';
import type { Signer } from './signer.ts';
import { writeZip } from './write-zip.ts';

export interface CreateBundleDeps {
  readonly source: BundleSource;
  readonly signer: Signer;
  /** The page is made from stored values, and passes the gate once more, as everything that leaves does. */
  readonly gate: Gate;
}

/** Which run; the latest sealed one when only the incident is named. */
export interface BundledRun {
  readonly incident_id: IncidentId;
  readonly run_id?: RunId | undefined;
}

/**
 * The signed archive of a run: the very bytes that were stored, a page to read them by, and an index with the hash of each. Equal
 * stores and keys give equal bytes. Throws NotFound or Integrity errors naming the object that is missing or was changed.
 */
export const createBundle = async ({ source, signer, gate }: CreateBundleDeps, of: BundledRun): Promise<Uint8Array> => {
  const snapshot = await snapshotOf(source, of);
  const run = await readSealedRun(source.objects, snapshot.manifest);
  const packet = await readPacket(source, snapshot);
  const actions = await readActions(source, snapshot);
  const stored = await Promise.all(storedKeys(snapshot, run, packet, actions).map((key) => storedFile(source, key)));
  const files = [
    { path: BUNDLE_FILES.page, bytes: Buffer.from(renderPage(gate.pass(pageViewOf({ run, packet, actions })))) },
    ...(actions === undefined
      ? []
      : [jsonFile(BUNDLE_FILES.plan, actions.plan), jsonFile(BUNDLE_FILES.ledger, actions.ledger)]),
    ...stored,
  ];
  const index = jsonFile(BUNDLE_FILES.index, indexOf(snapshot, packet, files));
  const signature = { path: BUNDLE_FILES.signature, bytes: await signIndex(signer, index.bytes) };
  return writeZip([index, signature, ...files]);
};

const snapshotOf = async ({ runs }: BundleSource, { incident_id, run_id }: BundledRun): Promise<SnapshotV1> => {
  const run = run_id === undefined ? undefined : await runs.getRun(incident_id, run_id);
  const named = run === undefined ? undefined : await runs.getSnapshot(run);
  const snapshot = run_id === undefined ? await runs.latestSnapshot(incident_id) : named;
  if (snapshot !== undefined) return snapshot;
  throw new NotFoundError(
    'no_sealed_run',
    `${incident_id} has no sealed run${run_id === undefined ? '' : ` ${run_id}`}`,
  );
};

/** The keys of everything stored for the run: request, manifest, evidence, packet, large payloads. */
const storedKeys = (
  { manifest }: SnapshotV1,
  run: SealedRun,
  packet: StoredPacket | undefined,
  actions: Actions | undefined,
): readonly string[] => [
  objectKeys.request(run.request),
  manifest.key,
  ...run.objects.map(({ object }) => object.key),
  ...(packet === undefined ? [] : [packet.record.key]),
  ...(actions?.ledger.actions ?? []).flatMap(({ payload }) => payload?.key ?? []),
];

const storedFile = async ({ objects }: BundleSource, path: string): Promise<ArchivedFile> => {
  const bytes = await objects.get(path);
  if (bytes === undefined) throw new NotFoundError('object_missing', `there is no object ${path}`);
  return { path, bytes };
};

const jsonFile = (path: string, value: JsonValue): ArchivedFile => ({ path, bytes: Buffer.from(canonicalJson(value)) });

const indexOf = (
  { incident_id, run_id, started_at, manifest }: SnapshotV1,
  packet: StoredPacket | undefined,
  files: readonly ArchivedFile[],
): BundleIndexV1 => ({
  schema_version: '1',
  incident_id,
  run_id,
  started_at,
  manifest,
  packet: packet === undefined ? null : pick(packet.record),
  files: files.map(({ path, bytes }) => ({ path, sha256: sha256Hex(bytes), bytes: bytes.byteLength })),
});

const pick = ({ key, sha256, packet_hash }: StoredPacket['record']) => ({ key, sha256, packet_hash });
