import type { CallContext } from '@opsrunbook/actions';
import { type Exchange, exchange } from '@opsrunbook/outbound';

/** The exchange behind an Octokit request that brought no answer. */
export class ExchangeFailure extends Error {
  override readonly name = 'ExchangeFailure';
  readonly exchange: Exchange;

  constructor(failure: Exchange) {
    super('no answer');
    this.exchange = failure;
  }
}

/** Which addresses are GitHub, and how much of an answer is read. */
export interface FetchBounds {
  readonly apiUrl: string;
  readonly allowLoopback: boolean;
  readonly maxAnswerBytes?: number;
}

/** A fetch for Octokit within the bounds of one step: asks before each request, follows no redirect, retries nothing. */
export const guardedFetch =
  ({ apiUrl, ...bounds }: FetchBounds, call: CallContext): typeof fetch =>
  async (input, init) => {
    await call.proceed();
    const url = new URL(input instanceof Request ? input.url : input);
    const request = {
      method: init?.method ?? 'GET',
      url,
      headers: Object.fromEntries(new Headers(init?.headers)),
      ...(typeof init?.body === 'string' ? { body: init.body } : {}),
    };
    const isAllowedHost = (host: string): boolean => host === new URL(apiUrl).hostname;
    const ended = await exchange(request, { ...bounds, isAllowedHost, timeoutMs: call.timeoutMs, signal: call.signal });
    if (ended.end !== 'answered') throw new ExchangeFailure(ended);
    const hasBody = ended.status !== 204 && ended.status !== 205 && ended.status !== 304;
    return new Response(hasBody ? ended.body : null, { status: ended.status, headers: ended.headers });
  };
