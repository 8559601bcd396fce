import { IncidentId, ObjectRefV1, RunId, Sha256 } from '@opsrunbook/contracts';
import * as z from 'zod';

/** `bundle.json`: what the bundle is about and every other file of it, except the signature over this one. */
export const BundleIndexV1 = z.strictObject({
  schema_version: z.literal('1'),
  incident_id: IncidentId,
  run_id: RunId,
  started_at: z.iso.datetime(),
  manifest: ObjectRefV1,
  /** Null when the run was not analyzed. */
  packet: z.strictObject({ key: z.string(), sha256: Sha256, packet_hash: Sha256 }).nullable(),
  /** In the archive's order. */
  files: z.array(z.strictObject({ path: z.string(), sha256: Sha256, bytes: z.int().nonnegative() })),
});
export type BundleIndexV1 = z.infer<typeof BundleIndexV1>;

/** `signature.json`: who signed the hash of `bundle.json`. */
export const BundleSignatureV1 = z.strictObject({
  schema_version: z.literal('1'),
  algorithm: z.literal('ed25519'),
  /** SHA-256 of the public key's DER. */
  key_id: Sha256,
  /** SubjectPublicKeyInfo (DER) in base64. */
  public_key: z.base64().max(1_000),
  signature: z.base64().max(1_000),
});
export type BundleSignatureV1 = z.infer<typeof BundleSignatureV1>;

/** Files that every bundle has, or has when there is such a thing, beside the stored objects under their own keys. */
export const BUNDLE_FILES = {
  index: 'bundle.json',
  signature: 'signature.json',
  page: 'index.html',
  plan: 'plan.json',
  ledger: 'ledger.json',
} as const;
