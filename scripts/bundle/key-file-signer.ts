import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Signer } from '@opsrunbook/bundle';
import { ConfigError } from '@opsrunbook/core';

/** Where the public half of a key file lies: what a receiver needs for `--public-key`. */
export const publicKeyFile = (path: string): string => `${path.replace(/\.pem$/, '')}.pub.pem`;

/**
 * Signs with the Ed25519 key in a file, made on first use and readable by its owner only; its public half is written beside it.
 * Throws a Config error when the file holds another kind of key, or others may read it.
 */
export const createKeyFileSigner = (path: string): Signer => ({
  sign: async (message) => {
    if (!existsSync(path)) makeKey(path);
    const key = readKey(path);
    return {
      signature: sign(null, message, key),
      publicKey: createPublicKey(key).export({ type: 'spki', format: 'der' }),
    };
  },
});

const makeKey = (path: string): void => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  writeFileSync(publicKeyFile(path), publicKey.export({ type: 'spki', format: 'pem' }));
};

const readKey = (path: string): KeyObject => {
  // Windows has no such modes; there the folder's rights count.
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
    throw new ConfigError('key_file_open', `${path} can be read by others; run chmod 600 ${path}, or use another key`);
  const key = privateKeyOf(readFileSync(path, 'utf8'));
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new ConfigError('key_file_unusable', `${path} holds no Ed25519 private key in PEM`);
};

/** Node's messages for what is no key may quote it. */
const privateKeyOf = (pem: string): KeyObject | undefined => {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
};
