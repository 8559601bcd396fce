import * as http from 'node:http';
import * as https from 'node:https';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';

/** One request to the API. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST';
  /** Path with query, as links give it. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** False sends it without a signature. Absent: signed. */
  readonly signed?: boolean;
}

/** What the API answered; `bytes` are the body as it came. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly bytes: Buffer;
}

export interface ApiClientOptions {
  /** The ApiUrl output of a stack. */
  readonly url: string;
  readonly region: string;
  /** A token for deployments that ask for a JWT. Absent: requests are signed with the credentials of the AWS credential chain. */
  readonly bearerToken?: string | undefined;
}

/** Sends requests the way the API demands. */
export type ApiClient = (request: ApiRequest) => Promise<ApiAnswer>;

/** A client of one deployment: SigV4 by default, or a bearer token. */
export const createApiClient = ({ url, region, bearerToken }: ApiClientOptions): ApiClient => {
  const base = new URL(url);
  const signer = new SignatureV4({
    service: 'execute-api',
    region,
    credentials: defaultProvider(),
    sha256: Hash.bind(null, 'sha256'),
  });
  return async ({ method, path, body, headers = {}, signed = true }) => {
    const target = new URL(path, base);
    const text = body === undefined ? undefined : JSON.stringify(body);
    const request = {
      method,
      protocol: target.protocol,
      hostname: target.hostname,
      path: target.pathname,
      query: Object.fromEntries(target.searchParams),
      headers: { host: target.host, ...(text === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: text,
    };
    if (!signed) return send(target, request);
    if (bearerToken !== undefined) {
      return send(target, { ...request, headers: { ...request.headers, authorization: `Bearer ${bearerToken}` } });
    }
    return send(target, await signer.sign(request));
  };
};

interface Outgoing {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

const send = (target: URL, { method, headers, body }: Outgoing): Promise<ApiAnswer> =>
  new Promise((resolve, reject) => {
    const { request } = target.protocol === 'https:' ? https : http;
    // Names under .localhost are this machine (RFC 6761), whether or not the resolver knows.
    const host = target.hostname.endsWith('.localhost') ? '127.0.0.1' : target.hostname;
    const options = {
      host,
      port: target.port,
      path: `${target.pathname}${target.search}`,
      method,
      headers,
      timeout: 35_000,
    };
    const outgoing = request(options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming
        .once('error', reject)
        .once('end', () =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, bytes: Buffer.concat(chunks) }),
        );
    });
    outgoing.once('timeout', () => outgoing.destroy(new Error(`${method} ${target.href} did not answer within 35 s`)));
    outgoing.once('error', reject).end(body);
  });
