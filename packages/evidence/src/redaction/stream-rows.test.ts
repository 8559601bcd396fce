import { describe, expect, it } from '@jest/globals';
import { createRedactor } from './index.ts';
import { fakePrivateKey, seededRandom } from './testing/fake-values.ts';
import { testPolicy, testRedactor } from './testing/test-redactor.ts';

const redactor = testRedactor();

describe('rows of one stream', () => {
  it('a value split over two rows goes from both and counts once', () => {
    const { values, counts } = redactor.stream(['2026-03-03 a password=river-qua', 'rtz-81 user=x']);
    expect(values).toEqual(['2026-03-03 a password=[redacted:password]', '[redacted:password] user=x']);
    expect(counts).toEqual({ password: 1 });
  });

  it('both pieces carry the hash of the whole value', () => {
    const hashed = createRedactor(testPolicy(), { hmacKey: new Uint8Array([7]) });
    const whole = hashed.text('ana.silva@example.com').value;
    expect(hashed.stream(['to ana.silva@exam', 'ple.com ok']).values).toEqual([`to ${whole}`, `${whole} ok`]);
  });

  it('a key with a line in each row goes from every row', () => {
    const lines = fakePrivateKey(seededRandom(4), '\n').split('\n');
    const { values, counts } = redactor.stream(['before', ...lines, 'after']);
    expect(values).toEqual(['before', ...lines.map(() => '[redacted:private_key]'), 'after']);
    expect(counts).toEqual({ private_key: 1 });
  });

  it('a new event behind a value stays whole', () => {
    const rows = [
      'login password=river-81',
      '2026-03-03T10:00:00Z next',
      'password=river-82',
      'level=info msg=x',
      'password=river-83',
      'Starting worker',
    ];
    expect(redactor.stream(rows).values.filter((_row, index) => index % 2 === 1)).toEqual(
      rows.filter((_row, index) => index % 2 === 1),
    );
  });

  it('a name parted from its sign or its value still announces it', () => {
    for (const rows of [
      ['db_pass', 'word = river-81'],
      ['DB_PASSWORD ', '= river-81'],
      ['{"password":', '"river-81"}'],
      ['{"password', '":"river-81"}'],
      ['Authorization: Bea', 'rer a1b2c3d4e5f6a7b8c9'],
    ])
      expect(redactor.stream(rows).values.join('')).not.toMatch(/river|a1b2c3/);
  });

  it('as many rows come back, empty ones too', () => {
    expect(redactor.stream(['', 'a', '', '']).values).toEqual(['', 'a', '', '']);
    expect(redactor.stream([]).values).toEqual([]);
  });
});
