import { type ExecutionInputV1, type ObjectRefV1, objectKeys, RunRequestV1 } from '@opsrunbook/contracts';
import { IntegrityError, NotFoundError, sha256Hex } from '@opsrunbook/core';
import type { EvidenceReader } from './evidence-store.ts';

interface Schema<T> {
  parse(value: unknown): T;
}

/** A stored object, parsed by its contract, and the reference to the bytes that were read. */
export interface Stored<T> {
  readonly document: T;
  readonly object: ObjectRefV1;
}

/** Reads an object under its contract; undefined when there is none. Throws when its bytes break the contract. */
export const readStored = async <T>(
  store: EvidenceReader,
  key: string,
  schema: Schema<T>,
): Promise<Stored<T> | undefined> => {
  const bytes = await store.get(key);
  if (bytes === undefined) return undefined;
  const document = schema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  return { document, object: { key, sha256: sha256Hex(bytes), bytes: bytes.byteLength } };
};

/** Reads an object that must be there with these very bytes. Throws NotFound or Integrity errors. */
export const readSealed = async <T>(
  store: EvidenceReader,
  { key, sha256 }: { readonly key: string; readonly sha256: string },
  schema: Schema<T>,
): Promise<Stored<T>> => {
  const bytes = await store.get(key);
  if (bytes === undefined) throw new NotFoundError('object_missing', `there is no object ${key}`, { context: { key } });
  const found = sha256Hex(bytes);
  if (found !== sha256) {
    throw new IntegrityError('hash_mismatch', `${key} has SHA-256 ${found}, expected ${sha256}`, {
      context: { key, found, expected: sha256 },
    });
  }
  return {
    document: schema.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))),
    object: { key, sha256, bytes: bytes.byteLength },
  };
};

/** The request that a run was started with, checked against the hash in the state machine's input. */
export const readRunRequest = async (store: EvidenceReader, input: ExecutionInputV1): Promise<RunRequestV1> =>
  (await readSealed(store, { key: objectKeys.request(input), sha256: input.request_sha256 }, RunRequestV1)).document;
