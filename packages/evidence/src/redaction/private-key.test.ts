import { describe, expect, it } from '@jest/globals';
import { ALPHANUMERIC, characters, fakeJwt, fakePrivateKey, seededRandom } from './testing/fake-values.ts';
import { marked } from './testing/test-redactor.ts';

const random = seededRandom(13);
const key = fakePrivateKey(random, '\n');

describe('private keys', () => {
  it.each([
    ['plain', `a\n${key}\nb`, 'a\n{private_key}\nb'],
    ['with CRLF', `a\r\n${fakePrivateKey(random, '\r\n')}\r\nb`, 'a\r\n{private_key}\r\nb'],
    ['indented', `  ${fakePrivateKey(random, '\n  ')}\nb`, '  {private_key}\nb'],
    ['in JSON', `{"k":"${fakePrivateKey(random, '\\n')}\\n","x":1}`, '{"k":"{private_key}\\n","x":1}'],
    [
      'behind the prefix of a logger',
      `t1 ${fakePrivateKey(random, '\nt1 INFO ')}\nt1 done`,
      't1 {private_key}\nt1 done',
    ],
    ['cut off', `a\n${key.slice(0, 260)}`, 'a\n{private_key}'],
    [
      'cut off, then other lines',
      `${key.split('\n').slice(0, 4).join('\n')}\n2026-03-03 INFO done`,
      '{private_key}\n2026-03-03 INFO done',
    ],
    ['without its beginning', `${key.split('\n').slice(2).join('\n')}\nb`, '{private_key}\nb'],
    ['as base64', `k: ${Buffer.from(key).toString('base64')} x`, 'k: {private_key} x'],
    [
      'of PuTTY',
      `Private-Lines: 2\n${characters(random, ALPHANUMERIC, 64)}\n${characters(random, ALPHANUMERIC, 64)}\nPrivate-MAC: 1`,
      'Private-Lines: 2\n{private_key}\nPrivate-MAC: 1',
    ],
  ])('%s', (_form, text, expected) => {
    expect(marked(text)).toBe(expected);
  });

  it('a JSON Web Key loses its private members only', () => {
    const member = characters(random, ALPHANUMERIC, 86);
    expect(marked(`{"kty":"RSA","n":"${member}","d":"${member}"}`)).toBe(
      `{"kty":"RSA","n":"${member}","d":"{private_key}"}`,
    );
  });

  it('public keys, certificates and empty blocks stay', () => {
    const certificate = key.replaceAll('RSA PRIVATE KEY', 'CERTIFICATE');
    for (const text of [
      certificate,
      key.replaceAll('RSA PRIVATE', 'PUBLIC'),
      `c: ${Buffer.from(certificate).toString('base64')}`,
      '-----BEGIN PRIVATE KEY----------END PRIVATE KEY-----',
    ])
      expect(marked(text)).toBe(text);
  });
});

describe('JSON Web Tokens', () => {
  it('a token is redacted and the sentence around it stays', () => {
    expect(marked(`got ${fakeJwt(random)}.`)).toBe('got {jwt}.');
  });

  it('base64 of JSON without a JOSE header or a secret stays, with a secret it goes', () => {
    const of = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64');
    expect(marked(`state=${of({ user: 'app', page: 3 })} x`)).toBe(`state=${of({ user: 'app', page: 3 })} x`);
    expect(marked(`state=${of({ user: 'app', password: 'river-81' })} x`)).toBe('state={encoded_secret} x');
  });
});
