import { describe, expect, it } from '@jest/globals';
import { marked } from './testing/test-redactor.ts';

describe('encoded and broken up values', () => {
  it.each([
    [
      'percent encoding',
      'payload=%7B%22password%22%3A%22river-81%22%2C%22id%22%3A5%7D',
      'payload=%7B%22password%22%3A%22{password}%22%2C%22id%22%3A5%7D',
    ],
    [
      'HTML entities',
      '{&quot;client_secret&quot;:&quot;river-81&quot;}',
      '{&quot;client_secret&quot;:&quot;{client_secret}&quot;}',
    ],
    [
      'unicode escapes',
      '{\\u0022password\\u0022:\\u0022river-81\\u0022}',
      '{\\u0022password\\u0022:\\u0022{password}\\u0022}',
    ],
    ['base64', `d=${Buffer.from('password=river-quartz-81').toString('base64')} x`, 'd={encoded_secret} x'],
    ['hexadecimal', `d=${Buffer.from('{"password":"river-81"}').toString('hex')} x`, 'd={encoded_secret} x'],
    [
      'colours',
      '\u001b[32mpassword\u001b[0m=\u001b[33mriver-81\u001b[0m',
      '\u001b[32mpassword\u001b[0m=\u001b[33m{password}\u001b[0m',
    ],
    ['full-width signs', 'password＝river-81 x', 'password＝{password} x'],
    ['zero-width marks', 'pass\u200bword=riv\u200ber-81 x', 'pass\u200bword={password} x'],
  ])('%s', (_form, text, expected) => {
    expect(marked(text)).toBe(expected);
  });

  it('encoded text without a secret stays', () => {
    for (const text of [
      'q=%22hello%22%20world',
      '<b>&quot;token expired&quot;</b>',
      '\u001b[31mERROR\u001b[0m x',
      `d=${Buffer.from('hello plain old world').toString('base64')}`,
    ])
      expect(marked(text)).toBe(text);
  });
});
