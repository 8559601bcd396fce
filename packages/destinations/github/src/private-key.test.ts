import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readPrivateKey } from './private-key.ts';

const PARAMETER = '/opsrunbook/test/github/private-key';
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pkcs1 = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('readPrivateKey', () => {
  it.each([
    ['PKCS#1', pkcs1],
    ['PKCS#8', pkcs8],
    ['escaped line ends', pkcs1.replaceAll('\n', '\\n')],
    ['escaped Windows line ends in quotes', `"${pkcs8.replaceAll('\n', '\\r\\n')}"`],
    ['Windows line ends', pkcs1.replaceAll('\n', '\r\n')],
    ['base64 of PKCS#1', base64(pkcs1)],
    ['base64 of PKCS#8 in lines', base64(pkcs8).replace(/(.{64})/g, '$1\n')],
  ])('accepts %s', (_form, value) => {
    expect(readPrivateKey(value, PARAMETER)).toBe(pkcs8);
  });

  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  it.each([
    ['nothing', undefined, 'is empty'],
    ['the placeholder', 'REPLACE_ME', 'still holds REPLACE_ME'],
    ['a text', 'obviously-fake-not-a-key', 'is neither a PEM nor base64 of one'],
    ['a PEM cut off', pkcs1.slice(0, 400), 'cannot be read'],
    ['a key of another kind', elliptic.export({ type: 'pkcs8', format: 'pem' }).toString(), 'is not an RSA key'],
  ])('refuses %s, names the parameter and shows nothing of the value', (_what, value, problem) => {
    const read = () => readPrivateKey(value, PARAMETER);
    expect(read).toThrow(problem);
    expect(read).toThrow(PARAMETER);
    if (value !== undefined && value !== 'REPLACE_ME') expect(read).not.toThrow(value.slice(0, 20));
  });
});
