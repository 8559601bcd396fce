import { canonicalJson, IntegrityError, type JsonValue, NotFoundError, sha256Hex } from '@opsrunbook/core';
import type { ArchivedFile } from './archive-limits.ts';
import { BUNDLE_FILES, BundleIndexV1, BundleSignatureV1 } from './bundle-index-v1.ts';

/** A bundle's parts, read under their contracts; whether they are what was signed is for the caller to check. */
export interface OpenBundle {
  readonly index: BundleIndexV1;
  readonly indexBytes: Uint8Array;
  readonly signature: BundleSignatureV1;
  /** Whether plan or ledger is among the files. */
  readonly hasActions: boolean;
  bytesOf(path: string): Uint8Array | undefined;
  /** A JSON file of the bundle. Throws NotFound when there is none. */
  json(path: string): unknown;
  /** How the files differ from those the index lists; undefined when they are the same, in the same order. */
  filesProblem(): string | undefined;
}

/** Throws Integrity, NotFound or Zod errors when index or signature is missing or malformed. */
export const openBundle = (files: readonly ArchivedFile[]): OpenBundle => {
  const byPath = new Map(files.map(({ path, bytes }) => [path, bytes]));
  const bytesOf = (path: string) => byPath.get(path);
  const json = (path: string): unknown => JSON.parse(Buffer.from(required(bytesOf(path), path)).toString('utf8'));
  const indexBytes = required(bytesOf(BUNDLE_FILES.index), BUNDLE_FILES.index);
  const index = BundleIndexV1.parse(json(BUNDLE_FILES.index));
  if (!isCanonical(indexBytes, index))
    throw new IntegrityError('index_not_canonical', `${BUNDLE_FILES.index} is not in canonical form`);
  return {
    index,
    indexBytes,
    signature: BundleSignatureV1.parse(json(BUNDLE_FILES.signature)),
    hasActions: byPath.has(BUNDLE_FILES.plan) || byPath.has(BUNDLE_FILES.ledger),
    bytesOf,
    json,
    filesProblem: () => filesProblem(files, index),
  };
};

const required = (bytes: Uint8Array | undefined, path: string): Uint8Array => {
  if (bytes === undefined) throw new NotFoundError('file_missing', `the bundle has no ${path}`);
  return bytes;
};

const isCanonical = (bytes: Uint8Array, value: JsonValue): boolean => Buffer.from(canonicalJson(value)).equals(bytes);

const filesProblem = (files: readonly ArchivedFile[], index: BundleIndexV1): string | undefined => {
  const listed = [{ path: BUNDLE_FILES.index }, { path: BUNDLE_FILES.signature }, ...index.files];
  for (const [position, { path, bytes }] of files.entries()) {
    const expected = listed[position];
    if (expected?.path !== path) return `${path} stands where the index lists ${expected?.path ?? 'nothing'}`;
    if ('sha256' in expected && sha256Hex(bytes) !== expected.sha256)
      return `${path} has SHA-256 ${sha256Hex(bytes)}, expected ${expected.sha256}`;
    if ('bytes' in expected && bytes.byteLength !== expected.bytes)
      return `${path} is not ${expected.bytes} bytes long`;
  }
  return files.length === listed.length ? undefined : `${listed[files.length]?.path} is listed and missing`;
};
