import { GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import type { Signer } from '@opsrunbook/bundle';
import { ConfigError } from '@opsrunbook/core';

export interface KmsSignerOptions {
  readonly client: Pick<KMSClient, 'send'>;
  /** Id, ARN or alias of an asymmetric key for signing. */
  readonly keyId: string;
}

/**
 * The only kind of key that is taken. Its signatures do not vary, so a bundle stays byte-reproducible, and they verify like those of a
 * key file. KMS signs at most 4,096 bytes of a RAW message; ours is the hash of the index.
 */
const KEY_SPEC = 'ECC_NIST_EDWARDS25519';
const ALGORITHM = { MessageType: 'RAW', SigningAlgorithm: 'ED25519_SHA_512' } as const;

/** Signs in KMS: the private key never leaves it. Needs kms:Sign and kms:GetPublicKey. */
export const createKmsSigner = ({ client, keyId }: KmsSignerOptions): Signer => ({
  sign: async (message) => {
    const { PublicKey, KeySpec } = await client.send(new GetPublicKeyCommand({ KeyId: keyId }));
    if (KeySpec !== KEY_SPEC || PublicKey === undefined)
      throw new ConfigError('kms_key_unusable', `the KMS key ${keyId} is ${KeySpec}, expected ${KEY_SPEC}`);
    const { Signature } = await client.send(new SignCommand({ KeyId: keyId, Message: message, ...ALGORITHM }));
    if (Signature === undefined) throw new ConfigError('kms_no_signature', `KMS gave no signature by ${keyId}`);
    return { signature: Signature, publicKey: PublicKey };
  },
});
