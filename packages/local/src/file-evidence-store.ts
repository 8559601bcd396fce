import { randomUUID } from 'node:crypto';
import { access, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { EvidenceStore, SealedObject } from '@opsrunbook/evidence';
import { isErrno } from './errno.ts';

/**
 * Evidence as files below `root`, under the same keys as in S3. An object appears whole or not at all: it is written beside its
 * place and linked into it, which fails when something stands there.
 */
export const createFileEvidenceStore = (root: string): EvidenceStore => ({
  putOnce: (key, object) => putOnce(join(root, key), object),
  get: async (key) => {
    try {
      return await readFile(join(root, key));
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return undefined;
      throw error;
    }
  },
  has: async (key) => {
    try {
      await access(join(root, key));
      return true;
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return false;
      throw error;
    }
  },
});

const putOnce = async (path: string, object: SealedObject): Promise<'created' | 'exists'> => {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}.draft`;
  await writeFile(draft, object.text, { flag: 'wx' });
  try {
    await link(draft, path);
    return 'created';
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return 'exists';
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
};
