import { describe, expect, it } from '@jest/globals';
import { createGenerateLogsHandler, gatewayCall } from './handler.ts';

const world = () => {
  const lines: string[] = [];
  const handler = createGenerateLogsHandler({
    now: () => new Date('2026-03-03T12:00:00Z'),
    write: (level, message) => lines.push(`${level} ${message}`),
    callGateway: async () => undefined,
  });
  return { handler, lines };
};

describe('the demo service', () => {
  it.each([undefined, {}, { fail: false }, 'nonsense'])(
    'places an order and logs its way when called with %j',
    async (event) => {
      const { handler, lines } = world();
      expect(await handler(event)).toEqual({ confirmed: true });
      expect(lines).toEqual(
        expect.arrayContaining(['INFO order accepted', 'INFO card charged', 'INFO order confirmed']),
      );
    },
  );

  it('fails when asked to, with the error of the recorded incident thrown where it was thrown', async () => {
    const { handler, lines } = world();
    const error = await handler({ fail: true }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TypeError);
    expect(error instanceof Error ? error.stack : '').toMatch(/payment-client\.ts/);
    expect(lines).not.toContain('INFO card charged');
  });

  it('writes the error that has nothing to do with it every time', async () => {
    const { handler, lines } = world();
    await handler({});
    expect(lines).toContain('ERROR price refresh failed, keeping the old prices');
  });

  it('waits for a gateway that answers, and gives up on one that does not', async () => {
    await expect(gatewayCall(1, 2)).resolves.toBeUndefined();
    await expect(gatewayCall(3, 2)).rejects.toMatchObject({ name: 'GatewayTimeout' });
  });
});
