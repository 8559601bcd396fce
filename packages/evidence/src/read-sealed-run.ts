import { EvidenceV1, ManifestV1, type ObjectRefV1, RunRequestV1 } from '@opsrunbook/contracts';
import type { EvidenceReader } from './evidence-store.ts';
import { readSealed } from './read-evidence.ts';

/** A sealed run with every object that was stored for it. */
export interface SealedRun {
  readonly request: RunRequestV1;
  readonly manifest: ManifestV1;
  readonly manifestSha256: string;
  readonly objects: readonly { readonly object: ObjectRefV1; readonly evidence: EvidenceV1 }[];
}

/** Reads a sealed run, each object checked against the hash that sealed it. Throws NotFound or Integrity errors naming the object. */
export const readSealedRun = async (
  store: EvidenceReader,
  manifestRef: Pick<ObjectRefV1, 'key' | 'sha256'>,
): Promise<SealedRun> => {
  const { document: manifest, object } = await readSealed(store, manifestRef, ManifestV1);
  const request = await readSealed(store, manifest.request, RunRequestV1);
  const sealed = manifest.entries.flatMap((entry) => entry.evidence ?? []);
  const stored = await Promise.all(sealed.map((ref) => readSealed(store, ref, EvidenceV1)));
  const objects = stored.map(({ document, object: ref }) => ({ object: ref, evidence: document }));
  return { request: request.document, manifest, manifestSha256: object.sha256, objects };
};
