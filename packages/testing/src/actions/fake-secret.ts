import type { Refused } from '@opsrunbook/actions';
import type { Reply } from './fake-transport.ts';

/** A secret as the store holds it now; undefined when there is none. */
export class FakeSecret {
  current: string | undefined = 'secret-1';
}

/** A destination's cached copy of a secret, read again after a 401. */
export class CachedSecret {
  readonly #store: FakeSecret;
  #cached: string | undefined;

  constructor(store: FakeSecret) {
    this.#store = store;
    this.#cached = store.current;
  }

  /**
   * Sends with the cached secret; when that is refused and the store holds another by now, once more with that one. `send` is given
   * whether the secret is the provider's own.
   */
  async with<T>(send: (secret: string) => Promise<Reply<T>>): Promise<Reply<T> | Refused> {
    if (this.#cached === undefined) return MISSING;
    const reply = await send(this.#cached);
    if (reply.kind !== 'error' || reply.status !== 401 || this.#store.current === this.#cached) return reply;
    this.#cached = this.#store.current;
    return this.#cached === undefined ? MISSING : send(this.#cached);
  }
}

const MISSING: Refused = {
  outcome: 'refused',
  retryable: false,
  reason: { code: 'secret_missing', message: 'the secret parameter does not exist' },
};
