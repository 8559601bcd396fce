import {
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { DependencyError } from '@opsrunbook/core';
import type { EvidenceStore, SealedObject } from '@opsrunbook/evidence';

export interface S3EvidenceStoreOptions {
  readonly client: Pick<S3Client, 'send'>;
  readonly bucket: string;
}

/** S3 answers 409 while another conditional write of the same key is under way; by the third try it has settled. */
const MAX_TRIES = 3;

/** Evidence in S3, written once with `If-None-Match: *` and the SHA-256 that S3 checks on arrival. */
export const createS3EvidenceStore = ({ client, bucket }: S3EvidenceStoreOptions): EvidenceStore => ({
  putOnce: (key, object) => putOnce({ client, bucket }, key, object),
  get: async (key) => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return await Body?.transformToByteArray();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  },
  has: async (key) => {
    try {
      await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
      return true;
    } catch (error) {
      if (error instanceof NotFound) return false;
      throw error;
    }
  },
});

const putOnce = async (
  { client, bucket }: S3EvidenceStoreOptions,
  key: string,
  object: SealedObject,
): Promise<'created' | 'exists'> => {
  const put = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: object.text,
    ContentType: 'application/json',
    ChecksumSHA256: Buffer.from(object.sha256, 'hex').toString('base64'),
    IfNoneMatch: '*',
  });
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    try {
      await client.send(put);
      return 'created';
    } catch (error) {
      const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
      if (status === 412) return 'exists';
      if (status !== 409) throw error;
    }
  }
  throw new DependencyError('concurrent_writer', `another writer holds ${key}; try again`, { context: { key } });
};
