import type { SealedObject } from './sealed-object.ts';

/** Keeps sealed objects: written once, never changed, read by key. Only what passed the gate can be written. */
export interface EvidenceStore {
  /** `exists` when another writer was first; the object that stands is theirs, whatever its bytes. */
  putOnce(key: string, object: SealedObject): Promise<'created' | 'exists'>;
  /** The object's bytes; undefined only when there is no object under this key. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** Whether there is an object under this key, without reading it. */
  has(key: string): Promise<boolean>;
}

/** The reading side of a store. */
export type EvidenceReader = Pick<EvidenceStore, 'get'>;
