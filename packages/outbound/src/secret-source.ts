import type { Refused } from '@opsrunbook/actions';
import { refused } from './answer.ts';

/** Where a secret comes from: read anew when its lifetime is over or after `forget`, which follows every 401. */
export interface SecretSource {
  read(): Promise<string | undefined>;
  forget(): void;
}

/** A secret that can be used, or why it cannot. */
export type SecretRead = { readonly outcome: 'read'; readonly secret: string } | Refused;

/**
 * Reads a secret named `name` in messages, which never show its value. A source that fails refuses retryably: nothing was sent,
 * and it may answer the next time.
 */
export const readSecret = async (source: SecretSource, name: string): Promise<SecretRead> => {
  let secret: string;
  try {
    secret = (await source.read())?.trim() ?? '';
  } catch {
    return refused('secret_unreadable', `${name} could not be read; see the permissions of its parameter`, true);
  }
  if (secret === '') return refused('secret_missing', `${name} is not set; store it with npm run seed-parameters`);
  if (secret === 'REPLACE_ME')
    return refused('secret_missing', `${name} still holds REPLACE_ME; store it with npm run seed-parameters`);
  return { outcome: 'read', secret };
};
