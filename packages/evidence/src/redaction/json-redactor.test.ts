import { describe, expect, it } from '@jest/globals';
import { testRedactor } from './testing/test-redactor.ts';

const redactor = testRedactor();

describe('JSON values', () => {
  it('key names are context for texts, numbers and lists', () => {
    const value = {
      password: 'two words "quoted"',
      phone: 4155550182,
      list: { tokens: 12, passwords: ['x9kk2'] },
      ok: 'password',
    };
    expect(redactor.json(value).value).toEqual({
      password: '[redacted:password]',
      phone: '[redacted:phone]',
      list: { tokens: 12, passwords: ['[redacted:password]'] },
      ok: 'password',
    });
  });

  it('a name given in another member is context', () => {
    expect(
      redactor.json([
        { name: 'DB_PASSWORD', value: 'x9kk2' },
        { name: 'REGION', value: 'eu' },
        ['cookie', 'sid=a1b2c3d4; lang=en'],
      ]).value,
    ).toEqual([
      { name: 'DB_PASSWORD', value: '[redacted:password]' },
      { name: 'REGION', value: 'eu' },
      ['cookie', 'sid=[redacted:cookie]; lang=en'],
    ]);
  });

  it('a text that holds JSON stays JSON', () => {
    const inner = JSON.stringify({
      token: 'a1b2c3d4e5',
      nested: JSON.stringify({ password: 'river "81"' }),
      note: '\\ana@example.com',
    });
    const { message } = redactor.json({ message: inner }).value;
    expect(Object.keys(JSON.parse(message))).toEqual(['token', 'nested', 'note']);
    expect(message).not.toMatch(/river|a1b2c3|ana@/);
  });

  it('keys that hold values are redacted and stay distinct', () => {
    expect(redactor.json({ 'ana@example.com': 1, 'bob@example.com': 2 }).value).toEqual({
      '[redacted:email]': 1,
      '[redacted:email]#2': 2,
    });
  });

  it('a member called __proto__ stays an ordinary member', () => {
    const value = JSON.parse('{"__proto__":{"password":"x9kk2"}}');
    const redacted = redactor.json(value).value;
    expect(JSON.stringify(redacted)).toBe('{"__proto__":{"password":"[redacted:password]"}}');
    expect(Object.getPrototypeOf(redacted)).toBe(Object.prototype);
  });

  it('keys to drop lose their whole value, and what lies too deep does too', () => {
    const strict = testRedactor({ drop_keys: ['Environment'], limits: { text_length: 4_096, json_depth: 4 } });
    expect(strict.json({ environment: { a: 1 } })).toEqual({
      value: { environment: '[redacted:dropped]' },
      counts: { dropped: 1 },
    });
    expect(JSON.stringify(strict.json([[[[[1]]]]]).value)).toBe('[[[["[redacted:dropped]"]]]]');
    expect(JSON.stringify(strict.json([[[[1]]]]).value)).toBe('[[[[1]]]]');
  });

  it('a placeholder under a telling name stays as it is', () => {
    const value = {
      password: '\u0024{DB_PASSWORD}',
      token: '[redacted:token]',
      secret: '',
      authorization: 'Bearer ****',
    };
    expect(redactor.json(value)).toEqual({ value, counts: {} });
  });
});
