import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { publicKeyOfPem, type Signed } from '@opsrunbook/bundle';
import { mockClient } from 'aws-sdk-client-mock';
import { createKeyFileSigner, publicKeyFile } from './key-file-signer.ts';
import { createKmsSigner } from './kms-signer.ts';

const MESSAGE = Buffer.from('opsrunbook bundle v1 sha256:…\n');
const holds = ({ signature, publicKey }: Signed) =>
  verify(null, MESSAGE, createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' }), signature);

describe('the key file of a machine', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'opsrunbook-key-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is made on first use for its owner only, with its public half beside it, and kept', async () => {
    const path = join(folder, 'new', 'signing-key.pem');
    const first = await createKeyFileSigner(path).sign(MESSAGE);
    expect(holds(first)).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(Buffer.from(publicKeyOfPem(readFileSync(publicKeyFile(path), 'utf8')))).toEqual(
      Buffer.from(first.publicKey),
    );
    expect(await createKeyFileSigner(path).sign(MESSAGE)).toEqual(first);
  });

  it('is not used when others may read it', async () => {
    const path = join(folder, 'open.pem');
    await createKeyFileSigner(path).sign(MESSAGE);
    chmodSync(path, 0o640);
    await expect(createKeyFileSigner(path).sign(MESSAGE)).rejects.toMatchObject({ code: 'key_file_open' });
  });

  it.each([
    ['no key', 'password=hunter2'],
    ['another kind of key', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
  ])('is not used when it holds %s, and is not quoted', async (_what, content) => {
    const path = join(folder, 'other.pem');
    rmSync(path, { force: true });
    writeFileSync(path, typeof content === 'string' ? content : content.export({ type: 'pkcs8', format: 'pem' }), {
      mode: 0o600,
    });
    const failure = await createKeyFileSigner(path)
      .sign(MESSAGE)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'key_file_unusable' });
    expect(String(failure)).not.toContain('hunter2');
  });
});

describe('the key in KMS', () => {
  const kms = mockClient(KMSClient);
  const signer = createKmsSigner({ client: new KMSClient({ region: 'eu-west-1' }), keyId: 'alias/opsrunbook' });
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const der = publicKey.export({ type: 'spki', format: 'der' });
  afterEach(() => {
    kms.reset();
  });

  it('signs the message as it is, and verifies like a key file', async () => {
    kms
      .on(GetPublicKeyCommand, { KeyId: 'alias/opsrunbook' })
      .resolves({ PublicKey: der, KeySpec: 'ECC_NIST_EDWARDS25519' });
    kms.on(SignCommand).callsFake(({ Message, MessageType, SigningAlgorithm }) => {
      // What KMS asks of this kind of key, as its API reference says.
      if (MessageType !== 'RAW' || SigningAlgorithm !== 'ED25519_SHA_512' || Message.length > 4_096)
        throw new Error('ValidationException');
      return { Signature: sign(null, Message, createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }))) };
    });
    expect(holds(await signer.sign(MESSAGE))).toBe(true);
  });

  it('is refused when it is of another kind, which would not give the same bytes twice', async () => {
    kms.on(GetPublicKeyCommand).resolves({ PublicKey: der, KeySpec: 'ECC_NIST_P256' });
    await expect(signer.sign(MESSAGE)).rejects.toMatchObject({ name: 'Config', code: 'kms_key_unusable' });
    expect(kms.commandCalls(SignCommand)).toEqual([]);
  });

  it('gives no signature when KMS gives none', async () => {
    kms.on(GetPublicKeyCommand).resolves({ PublicKey: der, KeySpec: 'ECC_NIST_EDWARDS25519' });
    kms.on(SignCommand).resolves({});
    await expect(signer.sign(MESSAGE)).rejects.toMatchObject({ code: 'kms_no_signature' });
  });
});
