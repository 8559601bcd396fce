import { createPrivateKey, type KeyObject } from 'node:crypto';
import { ConfigError } from '@opsrunbook/core';

const EXPECTED =
  'the PEM file GitHub gave for the App (PKCS#1 or PKCS#8), as it is, with \\n for line ends, or in base64';

/**
 * The App's private key as PKCS#8 PEM, from any form operators store it in: PKCS#1 or PKCS#8, real or escaped line ends, or
 * base64 of either. Throws a ConfigError that names `parameter` and never shows a piece of the value.
 */
export const readPrivateKey = (value: string | undefined, parameter: string): string => {
  const text = (value ?? '').trim();
  if (text === '' || text === 'REPLACE_ME')
    throw unusable(parameter, text === '' ? 'is empty' : 'still holds REPLACE_ME');
  const pem = isPem(text) ? text : Buffer.from(text.replace(/\s/g, ''), 'base64').toString('utf8');
  if (!isPem(pem)) throw unusable(parameter, 'is neither a PEM nor base64 of one');
  const key = parsed(unescaped(pem), parameter);
  if (key.asymmetricKeyType !== 'rsa') throw unusable(parameter, 'is not an RSA key');
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
};

const isPem = (text: string): boolean => /-----BEGIN (?:RSA )?PRIVATE KEY-----/.test(text);

/** Line ends as a JSON string or an environment file writes them, and the quotes around them. */
const unescaped = (pem: string): string =>
  pem
    .replace(/^["']|["']$/g, '')
    .replace(/\\r/g, '')
    .replace(/\\n/g, '\n')
    .replace(/\r/g, '');

const parsed = (pem: string, parameter: string): KeyObject => {
  try {
    return createPrivateKey(pem);
  } catch {
    throw unusable(parameter, 'is a PEM that cannot be read; it may be cut off or encrypted');
  }
};

const unusable = (parameter: string, problem: string): ConfigError =>
  new ConfigError('github_private_key', `${parameter} ${problem}; expected ${EXPECTED}`, { context: { parameter } });
