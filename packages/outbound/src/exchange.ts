import { lookup } from 'node:dns';
import { type ClientRequest, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPrivateAddress } from './private-address.ts';

/** One request to a destination; nothing of it but the host may show up in a message. */
export interface ExchangeRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Where requests may go, and how long one may take from the first byte to the last. */
export interface ExchangeLimits {
  readonly isAllowedHost: (hostname: string) => boolean;
  readonly timeoutMs: number;
  /** Ends the exchange early, like a timeout. */
  readonly signal: AbortSignal;
  /** For tests and the local fakes only: plain HTTP to 127.0.0.1. */
  readonly allowLoopback: boolean;
  /** The largest answer that is read, 1 MiB when absent. */
  readonly maxAnswerBytes?: number;
}

/**
 * How an exchange ended. answered: the whole answer was read; not_sent: no byte of the request left, so nothing can have come
 * of it; unclear: the destination may have done what was asked.
 */
export type Exchange =
  | { readonly end: 'answered'; readonly status: number; readonly headers: AnswerHeaders; readonly body: string }
  | { readonly end: 'not_sent'; readonly reason: 'host_not_allowed' | 'private_address' | 'no_connection' }
  | { readonly end: 'unclear'; readonly reason: 'timeout' | 'connection_lost' | 'answer_too_large' };

/** Header values by lower-case name. */
export type AnswerHeaders = Readonly<Record<string, string>>;
/** The answers we parse are below 100 KB. */
const MAX_ANSWER_BYTES = 1_048_576;

/**
 * Sends one request on a connection of its own: no redirects, no retries, no compression, and no address inside our own
 * network, checked on the address that is connected to. node:https tells what fetch does not: whether anything was sent.
 */
export const exchange = (request: ExchangeRequest, limits: ExchangeLimits): Promise<Exchange> => {
  const { url } = request;
  const isLoopback = limits.allowLoopback && url.hostname === '127.0.0.1';
  if (!isLoopback && !isPublicHost(url, limits))
    return Promise.resolve({ end: 'not_sent', reason: 'host_not_allowed' });
  return new Promise((resolve) => {
    const state: Progress = { isConnected: false, isPrivate: false, isTooLarge: false, isTimedOut: false };
    const client = open(request, state, isLoopback);
    const stop = (): void => {
      state.isTimedOut = true;
      client.destroy();
    };
    const timer = setTimeout(stop, limits.timeoutMs);
    const finish = (result: Exchange): void => {
      clearTimeout(timer);
      limits.signal.removeEventListener('abort', stop);
      resolve(result);
    };
    client.on('error', () => finish(failureOf(state)));
    client.on('close', () => finish(failureOf(state)));
    readAnswer(client, { state, maxBytes: limits.maxAnswerBytes ?? MAX_ANSWER_BYTES }, finish);
    limits.signal.addEventListener('abort', stop);
    if (limits.signal.aborted) stop();
    else client.end(request.body);
  });
};

/** Names only: a literal address is never looked up, so nothing would judge it. */
const isPublicHost = ({ protocol, hostname }: URL, { isAllowedHost }: ExchangeLimits): boolean =>
  protocol === 'https:' && isIP(hostname.replace(/[[\]]/g, '')) === 0 && isAllowedHost(hostname);

interface Progress {
  isConnected: boolean;
  isPrivate: boolean;
  isTooLarge: boolean;
  isTimedOut: boolean;
}

const open = ({ url, method, headers, body }: ExchangeRequest, state: Progress, isLoopback: boolean): ClientRequest => {
  const length = body === undefined ? {} : { 'content-length': `${Buffer.byteLength(body)}` };
  const options = { method, headers: { ...headers, ...length }, agent: false } as const;
  const client =
    url.protocol === 'https:'
      ? httpsRequest(url, { ...options, lookup: isLoopback ? lookup : publicLookup(state) })
      : httpRequest(url, options);
  client.on('socket', (socket) => {
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      state.isConnected = true;
    });
  });
  return client;
};

/** Resolves like the system does, and fails when any address of the name lies inside a private network. */
const publicLookup =
  (state: Progress): LookupFunction =>
  (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      state.isPrivate = addresses?.some(({ address }) => isPrivateAddress(address)) ?? false;
      const first = addresses?.[0];
      if (error !== null || first === undefined || state.isPrivate) done(error ?? new Error('refused'), '', 4);
      else if (options.all === true) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };

const readAnswer = (
  client: ClientRequest,
  { state, maxBytes }: { readonly state: Progress; readonly maxBytes: number },
  finish: (result: Exchange) => void,
): void => {
  client.on('response', (answer) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    answer.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes <= maxBytes) return;
      state.isTooLarge = true;
      client.destroy();
    });
    answer.on('error', () => finish(failureOf(state)));
    answer.on('end', () => {
      if (!answer.complete || state.isTooLarge) return finish(failureOf(state));
      const headers = Object.fromEntries(
        Object.entries(answer.headers).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(', ') : `${value}`,
        ]),
      );
      finish({
        end: 'answered',
        status: answer.statusCode ?? 0,
        headers,
        body: Buffer.concat(chunks).toString('utf8'),
      });
    });
  });
};

const failureOf = ({ isConnected, isPrivate, isTooLarge, isTimedOut }: Progress): Exchange => {
  if (isPrivate) return { end: 'not_sent', reason: 'private_address' };
  if (!isConnected) return { end: 'not_sent', reason: 'no_connection' };
  if (isTooLarge) return { end: 'unclear', reason: 'answer_too_large' };
  return { end: 'unclear', reason: isTimedOut ? 'timeout' : 'connection_lost' };
};
