import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ConfigError } from '@opsrunbook/core';
import type { Context } from 'aws-lambda';
import { lambdaHandler } from './lambda-handler.ts';

let lines: string[];
beforeEach(() => {
  lines = [];
  // Makes the logger write to the console of the process instead of one of its own.
  process.env.POWERTOOLS_DEV = 'true';
  for (const method of ['info', 'error'] as const) {
    jest.spyOn(console, method).mockImplementation((line: unknown) => {
      lines.push(String(line));
    });
  }
});
afterEach(() => {
  delete process.env.POWERTOOLS_DEV;
  jest.restoreAllMocks();
});

const context: Context = {
  awsRequestId: 'request-1',
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'f',
  functionVersion: '1',
  invokedFunctionArn: 'arn',
  memoryLimitInMB: '128',
  logGroupName: 'g',
  logStreamName: 's',
  getRemainingTimeInMillis: () => 1234,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};
const event = {
  source: 'opsrunbook',
  detail: { incident_id: 'inc-1', run_id: 'run-1', secret: 'password=not-for-the-log' },
};
const logged = () => lines.map((line): Record<string, unknown> => JSON.parse(line));

describe('the handler around a stage', () => {
  it('writes one line for a finished stage with the ids of the event, and passes the remaining time on', async () => {
    const handler = lambdaHandler({
      service: 'analyze',
      stage: async (_event, remaining) => remaining(),
      describe: (left) => ({ left }),
    });
    expect(await handler(event, context)).toBe(1234);
    expect(logged()).toEqual([
      expect.objectContaining({ message: 'stage finished', incident_id: 'inc-1', run_id: 'run-1', left: 1234 }),
    ]);
  });

  it('writes one line for a failure and throws it on as it was', async () => {
    const failure = new ConfigError('no_table', 'the table is missing', { context: { table: 't' } });
    const handler = lambdaHandler({ service: 'analyze', stage: async () => Promise.reject(failure) });
    await expect(handler(event, context)).rejects.toBe(failure);
    expect(logged()).toEqual([
      expect.objectContaining({
        message: 'stage failed',
        code: 'no_table',
        reason: 'the table is missing',
        context: { table: 't' },
      }),
    ]);
  });

  it('never writes the event, nor the message of an error that is not ours', async () => {
    const handler = lambdaHandler({
      service: 'analyze',
      stage: async () => Promise.reject(new TypeError('cannot read card 4000001234567899')),
    });
    await expect(handler(event, context)).rejects.toThrow(TypeError);
    expect(lines.join()).not.toMatch(/not-for-the-log|4000001234567899/);
    expect(logged()[0]).toMatchObject({
      error: 'TypeError',
      stack_frames: expect.arrayContaining([expect.stringMatching(/^at /)]),
    });
  });
});

describe('a line of the log', () => {
  it('shows what would end the line, hide text or turn it around as code points, in values and in keys', async () => {
    const hidden = 'a\u2028b\u202ec\u009bd\u200be\u{e0041}f\u007f';
    const failure = new ConfigError('odd', hidden, { context: { [hidden]: [hidden] } });
    const handler = lambdaHandler({ service: 'analyze', stage: async () => Promise.reject(failure) });
    await expect(handler(event, context)).rejects.toBe(failure);
    expect(lines.join('')).not.toMatch(/[\u2028\u202e\u009b\u200b\u{e0041}\u007f]/u);
    const shown = 'a\\u2028b\\u202ec\\u009bd\\u200be\\udb40\\udc41f\\u007f';
    expect(logged()[0]).toMatchObject({ reason: shown, context: { [shown]: [shown] } });
  });
});
