import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { JsonValue } from '@opsrunbook/core';
import { listenOnLoopback } from '../loopback.ts';

/** One request as a fake saw it; `body` is parsed JSON, undefined when there was none or it was broken. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
  readonly bytes: number;
}

/** What a fake answers. */
export interface FakeAnswer {
  readonly status: number;
  readonly body?: JsonValue;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A fault of the provider: requests that match `on` (`METHOD /path`) get it, `times` times. With `lands` the effect happens first.
 * `end` breaks the answer: reset = connection closed, hang = no answer, cut = half a body, not_json.
 */
export interface Fault {
  readonly on: RegExp;
  readonly times?: number;
  readonly lands?: boolean;
  readonly answer?: FakeAnswer;
  readonly end?: 'reset' | 'hang' | 'cut' | 'not_json';
}

/** A provider on 127.0.0.1. */
export interface LiveFake {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** Makes the provider fail; the first fault that matches is used up first. */
  fail(fault: Fault): void;
  close(): Promise<void>;
}

/** Serves `handle` on a free port of 127.0.0.1, with faults on request. */
export const startFake = async (handle: (request: SeenRequest) => FakeAnswer, port = 0): Promise<LiveFake> => {
  const requests: SeenRequest[] = [];
  const faults: { fault: Fault; left: number }[] = [];
  const server = createServer((incoming, outgoing) => {
    void readRequest(incoming).then((request) => {
      requests.push(request);
      const entry = faults.find(({ fault, left }) => left > 0 && fault.on.test(`${request.method} ${request.path}`));
      if (entry === undefined) return send(outgoing, handle(request));
      entry.left -= 1;
      const effect = entry.fault.lands === true ? handle(request) : undefined;
      return sendFault(outgoing, entry.fault, effect);
    });
  });
  const taken = await listenOnLoopback(server, port);
  return {
    url: `http://127.0.0.1:${taken}`,
    requests,
    fail: (fault) => void faults.push({ fault, left: fault.times ?? 1 }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const readRequest = async (incoming: IncomingMessage): Promise<SeenRequest> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const bytes = Buffer.concat(chunks);
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  return {
    method: incoming.method ?? 'GET',
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers: incoming.headers,
    body: parsed(bytes.toString('utf8')),
    bytes: bytes.length,
  };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const send = (outgoing: ServerResponse, { status, body, headers = {} }: FakeAnswer): void => {
  const text = body === undefined ? '' : JSON.stringify(body);
  outgoing.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  outgoing.end(text);
};

const sendFault = (outgoing: ServerResponse, { answer, end }: Fault, effect: FakeAnswer | undefined): void => {
  const shown = answer ?? effect ?? { status: 500 };
  const text = shown.body === undefined ? '{"key":"CUT-1"}' : JSON.stringify(shown.body);
  switch (end) {
    case undefined:
      send(outgoing, shown);
      break;
    case 'hang':
      break;
    case 'reset':
      outgoing.destroy();
      break;
    case 'cut':
      outgoing.writeHead(shown.status, { 'content-type': 'application/json', 'content-length': `${text.length}` });
      outgoing.write(text.slice(0, text.length / 2), () => outgoing.destroy());
      break;
    case 'not_json':
      outgoing.writeHead(shown.status, { 'content-type': 'text/html' });
      outgoing.end('<html>obviously not JSON</html>');
  }
};
