import { createServer } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { exchange } from './exchange.ts';

const LIMITS = {
  isAllowedHost: () => true,
  timeoutMs: 2_000,
  signal: new AbortController().signal,
  allowLoopback: false,
} as const;
const to = (url: string) => ({ method: 'GET', url: new URL(url), headers: {} });

/** A server that answers `bytes` bytes, or never ends. */
const serving = async (bytes: number, story: (url: string) => Promise<void>): Promise<void> => {
  const server = createServer((_request, answer) => answer.end('x'.repeat(bytes)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await story(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
};

describe('exchange', () => {
  it('refuses a public name that resolves into our own network', async () => {
    expect(await exchange(to('https://localhost:9/'), LIMITS)).toEqual({ end: 'not_sent', reason: 'private_address' });
  });

  it.each([
    'http://example.com/',
    'https://93.184.216.34/',
    'https://[::1]/',
    'https://127.0.0.1/',
    'ftp://example.com/',
  ])('never calls %s: plain HTTP and literal addresses are not destinations', async (url) => {
    expect(await exchange(to(url), LIMITS)).toEqual({ end: 'not_sent', reason: 'host_not_allowed' });
  });

  it('calls only hosts on the list', async () => {
    const limits = { ...LIMITS, isAllowedHost: (host: string) => host === 'api.example.com' };
    const elsewhere = await exchange(to('https://api.example.com.evil.example/'), limits);
    expect(elsewhere).toEqual({ end: 'not_sent', reason: 'host_not_allowed' });
  });

  it('says that nothing was sent when the name does not exist', async () => {
    const ended = await exchange(to('https://no-such-host.invalid/'), LIMITS);
    expect(ended).toEqual({ end: 'not_sent', reason: 'no_connection' });
  });

  it('reads an answer of 1 MiB and not a byte more', () =>
    serving(1_048_576, async (url) => {
      const whole = await exchange(to(url), { ...LIMITS, allowLoopback: true });
      expect(whole.end === 'answered' && whole.body.length).toBe(1_048_576);
    }).then(() =>
      serving(1_048_577, async (url) => {
        const large = await exchange(to(url), { ...LIMITS, allowLoopback: true });
        expect(large.end === 'unclear' && large.reason).toBe('answer_too_large');
      }),
    ));

  it('ends when its step is aborted', async () => {
    const controller = new AbortController();
    controller.abort();
    const ended = await exchange(to('https://example.com/'), { ...LIMITS, signal: controller.signal });
    expect(ended).toMatchObject({ end: 'not_sent' });
  });
});
