import type { CanaryNest } from './canary.ts';
import { atMs } from './planted-times.ts';

/** Log lines with a canary each, among them values split over two events and over many lines. */
export const plantedLogs = (nest: CanaryNest) => {
  const split = nest.word('log: a password split over two events');
  const key = Array.from({ length: 4 }, (_, line) => nest.word(`log: line ${line} of a private key`).padEnd(64, 'A'));
  const messages = [
    `ERROR OrderError: login failed, password=${nest.word('log: password')}`,
    `ERROR ${JSON.stringify({ message: 'refused', api_key: nest.word('log: JSON member') })}`,
    `ERROR ${JSON.stringify({ message: JSON.stringify({ client_secret: nest.word('log: JSON in JSON') }) })}`,
    `ERROR authorization: Bearer ${nest.word('log: bearer token')}`,
    `ERROR connect postgres://orders:${nest.word('log: connection string')}@db.example.com:5432/orders`,
    `ERROR token \u001b[31m${nest.token('log: token in colour')}\u001b[0m was refused`,
    `ERROR buyer ${nest.email('log: e-mail')} has no stock`,
    `ERROR authorization: Basic ${Buffer.from(`user:${nest.word('log: basic header')}`).toString('base64')}`,
    `ERROR password=${split.slice(0, 12)}`,
    `${split.slice(12)} was refused`,
    'ERROR -----BEGIN RSA PRIVATE KEY-----',
    ...key,
    '-----END RSA PRIVATE KEY-----',
  ];
  const stream = `orders/${nest.email('log: name of a stream')}`;
  return messages.map((message, index) => ({
    group: '/aws/lambda/orders',
    stream: index === 0 ? stream : 's-planted',
    at_ms: atMs(11) + index,
    message,
  }));
};
