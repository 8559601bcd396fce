import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { ConfigError, canonicalJson, InvalidInputError, sha256Hex } from '@opsrunbook/core';
import type { BundleSignatureV1 } from './bundle-index-v1.ts';
import type { Signer } from './signer.ts';

/**
 * What is signed: a purpose and the hash of `bundle.json`. The purpose keeps a signature made for anything else from counting here; the
 * hash keeps the message under the 4,096 bytes that KMS signs.
 */
const messageOf = (index: Uint8Array): Uint8Array => Buffer.from(`opsrunbook bundle v1 sha256:${sha256Hex(index)}\n`);

/** The signature over an index, proved before it is given out. Throws a Config error when the signer's key is no Ed25519 key. */
export const signIndex = async (signer: Signer, index: Uint8Array): Promise<Uint8Array> => {
  const message = messageOf(index);
  const { signature, publicKey } = await signer.sign(message);
  const key = ed25519Key(publicKey);
  if (key === undefined || !verify(null, message, key, signature))
    throw new ConfigError('signer_unusable', 'the signer gave a signature that its own public key does not verify');
  const signed: BundleSignatureV1 = {
    schema_version: '1',
    algorithm: 'ed25519',
    key_id: keyIdOf(publicKey),
    public_key: Buffer.from(publicKey).toString('base64'),
    signature: Buffer.from(signature).toString('base64'),
  };
  return Buffer.from(canonicalJson(signed));
};

/** The id of a public key: SHA-256 of its DER. */
export const keyIdOf = (publicKey: Uint8Array): string => sha256Hex(publicKey);

/** Whether the signature is valid for the index under the key that came with it, or, when one is given, under that key alone. */
export const signatureHolds = (
  index: Uint8Array,
  { public_key, key_id, signature }: BundleSignatureV1,
  trustedKey: Uint8Array | undefined,
): boolean => {
  const publicKey = Buffer.from(public_key, 'base64');
  if (keyIdOf(publicKey) !== key_id) return false;
  if (trustedKey !== undefined && keyIdOf(trustedKey) !== key_id) return false;
  const key = ed25519Key(trustedKey ?? publicKey);
  return key !== undefined && verify(null, messageOf(index), key, Buffer.from(signature, 'base64'));
};

/** The DER of a public key given as PEM. Throws InvalidInput when it is none, or another kind of key. */
export const publicKeyOfPem = (pem: string): Uint8Array => {
  const key = orUndefined(() => createPublicKey(pem));
  if (key === undefined || pem.includes('PRIVATE KEY') || key.asymmetricKeyType !== 'ed25519')
    throw new InvalidInputError('not_a_public_key', 'the key is no Ed25519 public key in PEM');
  return key.export({ type: 'spki', format: 'der' });
};

const ed25519Key = (der: Uint8Array): KeyObject | undefined => {
  const key = orUndefined(() => createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' }));
  return key?.asymmetricKeyType === 'ed25519' ? key : undefined;
};

/** Node throws many kinds of errors for bytes that are no key. */
const orUndefined = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};
