import {
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGate, SealedObject } from '@opsrunbook/evidence';
import { mockClient } from 'aws-sdk-client-mock';
import { createS3EvidenceStore } from './s3-evidence-store.ts';

const failure = (name: string, httpStatusCode: number) =>
  new S3ServiceException({ name, message: name, $fault: 'client', $metadata: { httpStatusCode } });

/** S3 as far as evidence needs it: unconditional writes are refused, conditional ones answer 412 and 409. */
const fakeS3 = () => {
  const objects = new Map<string, string>();
  const checksums: (string | undefined)[] = [];
  const state = { objects, concurrentWrites: 0, checksums };
  const mock = mockClient(S3Client);
  mock.onAnyCommand().rejects(new TypeError('the fake S3 was sent a command it does not know'));
  mock.on(PutObjectCommand).callsFake(({ Key, Body, IfNoneMatch, ChecksumSHA256 }: PutObjectCommandInput) => {
    if (IfNoneMatch !== '*') throw failure('InvalidRequest', 400);
    if (state.concurrentWrites > 0) {
      state.concurrentWrites -= 1;
      throw failure('ConditionalRequestConflict', 409);
    }
    if (objects.has(Key ?? '')) throw failure('PreconditionFailed', 412);
    objects.set(Key ?? '', String(Body));
    state.checksums.push(ChecksumSHA256);
    return {};
  });
  const found = (key: string | undefined, missing: Error): Uint8Array => {
    const object = objects.get(key ?? '');
    if (object === undefined) throw missing;
    return Buffer.from(object);
  };
  mock.on(GetObjectCommand).callsFake(({ Key }: GetObjectCommandInput) => {
    const bytes = found(Key, new NoSuchKey({ message: '', $metadata: {} }));
    return { Body: { transformToByteArray: async () => bytes } };
  });
  mock.on(HeadObjectCommand).callsFake(({ Key }: GetObjectCommandInput) => {
    found(Key, new NotFound({ message: '', $metadata: {} }));
    return {};
  });
  return { ...state, mock, collide: (times: number) => Object.assign(state, { concurrentWrites: times }) };
};

const gate = createGate({
  json: (value) => ({ value, counts: {} }),
  stream: (lines) => ({ values: [...lines], counts: {} }),
});
const sealed = (value: string) => SealedObject.seal(gate.pass({ value }));

describe('evidence in S3', () => {
  let s3: ReturnType<typeof fakeS3>;
  const store = createS3EvidenceStore({ client: new S3Client({ region: 'us-east-1' }), bucket: 'evidence' });
  beforeEach(() => {
    s3 = fakeS3();
  });
  afterEach(() => s3.mock.restore());

  it('is written once: the second writer learns that an object stands, and it is unchanged', async () => {
    expect(await store.putOnce('a.json', sealed('first'))).toBe('created');
    expect(await store.putOnce('a.json', sealed('second'))).toBe('exists');
    expect(Buffer.from((await store.get('a.json')) ?? []).toString()).toBe('{"value":"first"}');
  });

  it('sends the SHA-256 for S3 to check on arrival', async () => {
    const object = sealed('first');
    await store.putOnce('a.json', object);
    expect(s3.checksums[0]).toBe(Buffer.from(object.sha256, 'hex').toString('base64'));
  });

  it('tries again while another conditional write is under way, and gives up retryably', async () => {
    s3.collide(2);
    expect(await store.putOnce('a.json', sealed('first'))).toBe('created');
    s3.collide(3);
    await expect(store.putOnce('b.json', sealed('first'))).rejects.toMatchObject({
      name: 'Dependency',
      retryable: true,
    });
  });

  it('tells a missing object from a failure to read', async () => {
    expect(await store.get('missing.json')).toBeUndefined();
    expect(await store.has('missing.json')).toBe(false);
    s3.mock.on(GetObjectCommand).rejects(failure('AccessDenied', 403));
    await expect(store.get('missing.json')).rejects.toMatchObject({ name: 'AccessDenied' });
    s3.mock.on(HeadObjectCommand).rejects(failure('SlowDown', 503));
    await expect(store.has('missing.json')).rejects.toMatchObject({ name: 'SlowDown' });
  });

  it('does not call a failed write an existing object', async () => {
    s3.mock.on(PutObjectCommand).rejects(failure('AccessDenied', 403));
    await expect(store.putOnce('a.json', sealed('first'))).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
