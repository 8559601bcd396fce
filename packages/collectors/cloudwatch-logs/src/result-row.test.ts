import { describe, expect, it } from '@jest/globals';
import { lineCountOf, logEventOf } from './result-row.ts';

const fields = (values: readonly (readonly [string, string])[]) => values.map(([field, value]) => ({ field, value }));
const EVENT = [
  ['@timestamp', '2026-03-03 12:00:00.123'],
  ['@message', 'boom'],
  ['@logStream', 'a'],
  ['@log', '123456789012:/aws/lambda/pay'],
] as const;

describe('a result row', () => {
  it('reads times as UTC and strips the account from the group', () => {
    expect(logEventOf(fields(EVENT))).toMatchObject({
      atMs: Date.UTC(2026, 2, 3, 12, 0, 0, 123),
      group: '/aws/lambda/pay',
      stream: 'a',
      message: 'boom',
    });
  });

  it('is not misled by a field named __proto__', () => {
    const event = logEventOf(fields([['__proto__', 'polluted'], ...EVENT]));
    expect(event?.message).toBe('boom');
    expect(Object.getPrototypeOf(event)).toBe(Object.prototype);
  });

  it('takes a group without account as it is', () => {
    expect(logEventOf(fields([...EVENT.slice(0, 3), ['@log', '/aws/lambda/pay']]))?.group).toBe('/aws/lambda/pay');
  });

  it.each(['2026-03-03T12:00:00Z', '2026-99-03 12:00:00.000', '', 'now'])(
    'has no event when its time reads %j',
    (time) => {
      expect(logEventOf(fields([['@timestamp', time], ...EVENT.slice(1)]))).toBeUndefined();
    },
  );

  it('gives the count of its bin', () => {
    const row = [
      ['@log', '1:g'],
      ['bin(1m)', '2026-03-03 12:01:00.000'],
      ['lines', '7'],
    ] as const;
    expect(lineCountOf(fields(row))).toEqual({ group: 'g', startMs: Date.UTC(2026, 2, 3, 12, 1), lines: 7 });
  });

  it('counts as one line in the bin of its own time when the endpoint did not aggregate', () => {
    const expected = { group: '/aws/lambda/pay', startMs: Date.UTC(2026, 2, 3, 12, 0), lines: 1 };
    expect(lineCountOf(fields(EVENT))).toEqual(expected);
  });
});
