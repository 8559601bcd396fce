import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { handle, type LambdaEvent } from 'hono/aws-lambda';
import { report, startApi } from './test-setup.ts';

let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const CONTEXT: Context = {
  awsRequestId: 'request-1',
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'api',
  functionVersion: '1',
  invokedFunctionArn: 'arn',
  memoryLimitInMB: '512',
  logGroupName: 'g',
  logStreamName: 's',
  getRemainingTimeInMillis: () => 20_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};

interface Changes {
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly headers?: Record<string, string>;
}

/** A request as an HTTP API hands it to its function (payload format 2.0: header names are lower case). */
const gatewayEvent = (changes: Changes) => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: '/v1/incidents',
  rawQueryString: '',
  headers: { 'content-type': 'application/json', host: 'api.example' },
  requestContext: {
    accountId: '111122223333',
    authentication: null,
    authorizer: {},
    apiId: 'api',
    domainName: 'api.example',
    domainPrefix: 'api',
    http: { method: 'POST', path: '/v1/incidents', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'curl' },
    requestId: 'request-1',
    routeKey: '$default',
    stage: '$default',
    time: '03/Mar/2026:12:00:00 +0000',
    timeEpoch: 1_772_539_200_000,
  },
  isBase64Encoded: false,
  ...changes,
});

/** The event as the function gets it: parsed from JSON. */
const received = (changes: Changes): LambdaEvent => JSON.parse(JSON.stringify(gatewayEvent(changes)));

const send = (changes: Changes) => handle(api.app)(received(changes), CONTEXT);

describe('the API behind API Gateway', () => {
  it('reads a body that arrives base64-encoded because it had no JSON content type', async () => {
    const body = Buffer.from(JSON.stringify(report({ title: 'orders fail – überall' }))).toString('base64');
    const answer = await send({ body, isBase64Encoded: true, headers: { host: 'api.example' } });
    expect(answer.statusCode).toBe(202);
  });

  it('honours an Idempotency-Key, whose header name arrives in lower case', async () => {
    const headers = {
      'content-type': 'application/json',
      host: 'api.example',
      'idempotency-key': 'behind-the-gateway',
    };
    const [first, second] = [
      await send({ headers, body: JSON.stringify(report()) }),
      await send({ headers, body: JSON.stringify(report()) }),
    ];
    expect(second.body).toBe(first.body);
  });

  it('answers problems as problem details', async () => {
    const answer = await send({ body: '{' });
    expect(answer.statusCode).toBe(400);
    expect(JSON.stringify(answer.headers)).toContain('application/problem+json');
  });
});
