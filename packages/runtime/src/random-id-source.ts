import { randomBytes } from 'node:crypto';
import type { IdSource } from '@opsrunbook/core';

/** Identifiers nobody can guess. */
export const randomIdSource: IdSource = {
  hex: (digits) =>
    randomBytes(Math.ceil(digits / 2))
      .toString('hex')
      .slice(0, digits),
};
