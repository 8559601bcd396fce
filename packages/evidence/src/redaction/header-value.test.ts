import { describe, expect, it } from '@jest/globals';
import { ALPHANUMERIC, characters, seededRandom } from './testing/fake-values.ts';
import { marked } from './testing/test-redactor.ts';

const token = characters(seededRandom(3), ALPHANUMERIC, 40);

describe('headers', () => {
  it.each([
    [`Authorization: Bearer ${token}`, 'Authorization: Bearer {auth_header}'],
    [`authorization: ${token}`, 'authorization: {auth_header}'],
    [`Authorization: Token ${token}\nHost: x`, 'Authorization: Token {auth_header}\nHost: x'],
    [
      `Proxy-Authorization: Basic ${Buffer.from('bob:x9').toString('base64')}`,
      'Proxy-Authorization: Basic {auth_header}',
    ],
    [`Authorization: Bearer\r\n ${token}\r\nHost: x`, 'Authorization: Bearer\r\n {auth_header}\r\nHost: x'],
    [`Authorization: Digest username="bob", response="${token}"`, 'Authorization: Digest {auth_header}'],
    [`authorization=Bearer ${token} method=GET`, 'authorization=Bearer {auth_header} method=GET'],
    [`{"name":"Authorization","value":"Bearer ${token}"}`, '{"name":"Authorization","value":"Bearer {auth_header}"}'],
    [`["authorization","Bearer ${token}","accept"]`, '["authorization","Bearer {auth_header}","accept"]'],
    [`curl -H 'Authorization: Bearer ${token}' https://x`, "curl -H 'Authorization: Bearer {auth_header}' https://x"],
    [`got Bearer ${token}.`, 'got Bearer {auth_header}.'],
  ])('%s', (text, expected) => {
    expect(marked(text)).toBe(expected);
  });

  it.each([
    'Authorization: Bearer <token>',
    'Authorization: Bearer ****',
    'Authorization: required',
    'Bearer token is missing',
    'authorization: denied',
  ])('%s stays', (text) => {
    expect(marked(text)).toBe(text);
  });

  it('a cookie header loses its session and keeps its preferences', () => {
    expect(marked(`Cookie: theme=dark; sid=${token}; lang=en`)).toBe('Cookie: theme=dark; sid={cookie}; lang=en');
    expect(marked(`Set-Cookie: JSESSIONID=${token}; Path=/; HttpOnly`)).toBe(
      'Set-Cookie: JSESSIONID={cookie}; Path=/; HttpOnly',
    );
  });

  it('a cookie of unknown name goes from 16 characters on', () => {
    expect(marked('Cookie: a=1a2b3c4d5e6f7a8b')).toBe('Cookie: a={cookie}');
    expect(marked('Cookie: a=1a2b3c4d5e6f7a8')).toBe('Cookie: a=1a2b3c4d5e6f7a8');
  });
});
