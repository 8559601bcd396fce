import type { CallContext, Refused, Unsure } from '@opsrunbook/actions';
import type { FakeProcess } from './fake-process.ts';
import { CachedSecret, FakeSecret } from './fake-secret.ts';
import { type FakeCall, type FakeTransport, failureOf, type ProviderAnswer } from './fake-transport.ts';

/** A request that went well, or what its failure means. */
export type Requested<T> = { readonly outcome: 'ok'; readonly value: T } | Refused | Unsure | NotOk;

/** A conflict that the caller has to understand: it exists, it moved, it is not there. */
export interface NotOk {
  readonly outcome: 'conflict';
  readonly status: 404 | 409 | 422;
}

/** One process's connection to a provider: every request goes through here, with the process's copy of the secret. */
export class FakeConnection {
  readonly #transport: FakeTransport;
  readonly #process: FakeProcess;
  readonly #secret: CachedSecret;
  readonly #provider: FakeProvider;

  constructor(provider: FakeProvider, process: FakeProcess) {
    this.#provider = provider;
    this.#transport = provider.transport;
    this.#process = process;
    this.#secret = new CachedSecret(provider.secret);
  }

  async request<T>(
    context: CallContext,
    call: Omit<FakeCall, 'provider'>,
    effect: () => ProviderAnswer<T>,
  ): Promise<Requested<T>> {
    const named = { ...call, provider: this.#provider.name };
    const reply = await this.#secret.with<T>((secret) => {
      const isGood = secret === this.#provider.acceptedSecret;
      if (isGood) return this.#transport.request(this.#process, context, named, effect);
      return this.#transport.refuse(this.#process, context, named);
    });
    if ('outcome' in reply) return reply;
    if (reply.kind === 'ok') return { outcome: 'ok', value: reply.value };
    if (reply.kind === 'error' && isConflict(reply.status)) return { outcome: 'conflict', status: reply.status };
    return failureOf(reply);
  }
}

const isConflict = (status: number): status is NotOk['status'] => status === 404 || status === 409 || status === 422;

/** A provider in memory: its name, its way in, and the secret it accepts. */
export class FakeProvider {
  readonly name: FakeCall['provider'];
  readonly transport: FakeTransport;
  readonly secret = new FakeSecret();
  acceptedSecret = 'secret-1';

  constructor(name: FakeCall['provider'], transport: FakeTransport) {
    this.name = name;
    this.transport = transport;
  }

  connect(process: FakeProcess): FakeConnection {
    return new FakeConnection(this, process);
  }
}

/** What a conflict means where the caller does not expect one. */
export const unexpected = ({ status }: NotOk): Refused => ({
  outcome: 'refused',
  retryable: false,
  reason: { code: `http_${status}`, message: `the provider answered ${status}` },
});
