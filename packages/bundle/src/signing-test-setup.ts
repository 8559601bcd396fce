import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { RedactionPolicyV1 } from '@opsrunbook/contracts';
import { canonicalJson, sha256Hex } from '@opsrunbook/core';
import { createGate, createRedactor } from '@opsrunbook/evidence';
import type { ArchivedFile } from './archive-limits.ts';
import { createBundle } from './create-bundle.ts';
import { readZip } from './read-zip.ts';
import { signIndex } from './signature.ts';
import type { Signer } from './signer.ts';
import type { storedRun } from './stored-run-test-setup.ts';
import { writeZip } from './write-zip.ts';

/** Signs with a key of its own. */
export const newSigner = (): Signer & { readonly pem: string } => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const publicKey = createPublicKey(privateKey);
  return {
    pem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    sign: async (message) => ({
      signature: sign(null, message, privateKey),
      publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    }),
  };
};

export const SIGNER = newSigner();

const POLICY = RedactionPolicyV1.parse({
  schema_version: '1',
  persist: [],
  hashed: [],
  drop_keys: [],
  extra_key_names: [],
  custom_patterns: [],
  limits: { text_length: 1_000_000, json_depth: 64 },
});

export const gate = createGate(createRedactor(POLICY));

/** The archive of a run, signed. */
export const bundleOf = (stored: ReturnType<typeof storedRun>, signer: Signer = SIGNER): Promise<Uint8Array> =>
  createBundle({ source: stored.source, signer, gate }, { incident_id: stored.incident_id });

/** Files of an archive changed, and index and signature made anew: what somebody with the key can do. */
export const forged = async (
  archive: Uint8Array,
  change: (files: readonly ArchivedFile[]) => readonly ArchivedFile[],
  changeIndex = (index: Readonly<Record<string, unknown>>) => index,
): Promise<Uint8Array> => {
  const [index, , ...rest] = readZip(archive);
  const files = change(rest);
  const listed = files.map(({ path, bytes }) => ({ path, sha256: sha256Hex(bytes), bytes: bytes.byteLength }));
  const document = changeIndex({ ...JSON.parse(Buffer.from(index?.bytes ?? []).toString()), files: listed });
  const bytes = Buffer.from(canonicalJson(JSON.parse(JSON.stringify(document))));
  const signature = await signIndex(SIGNER, bytes);
  return writeZip([{ path: 'bundle.json', bytes }, { path: 'signature.json', bytes: signature }, ...files]);
};

/** One file of several with another text. */
export const withText =
  (path: RegExp, change: (text: string) => string) =>
  (files: readonly ArchivedFile[]): readonly ArchivedFile[] =>
    files.map((file) =>
      path.test(file.path) ? { ...file, bytes: Buffer.from(change(Buffer.from(file.bytes).toString())) } : file,
    );
