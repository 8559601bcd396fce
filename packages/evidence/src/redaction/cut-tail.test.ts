import { describe, expect, it } from '@jest/globals';
import { marked } from './testing/test-redactor.ts';

describe('values that the text ends within', () => {
  it.each([
    ['"pan":"4111111', '"pan":"{card_number}'],
    ['typed "4111 1111 11', 'typed "{card_number}'],
    ['to DE8937040', 'to {iban}'],
    ['sms to +1 (415) 55', 'sms to {phone}'],
    ['user <ana.silva', 'user <{email}'],
    ['from ana.silva@exam', 'from {email}'],
    ['client 203.0.113', 'client {ip}'],
    ['postgres://app:river-qu', 'postgres://app:{url_credentials}'],
    ['token ghp_a1B2c3', 'token {github_pat_classic}'],
    ['"password":"riv', '"password":"{password}'],
  ])('%s', (text, expected) => {
    expect(marked(text)).toBe(expected);
  });

  it.each([
    'node 20.17.0',
    'npm i react-dom@latest',
    'lsn=0/AE560425',
    'https://host:8080',
    'account 444455556666',
    'epoch_us=17672256418356',
    'uploaded 1.2.3',
    'offset +1.500000',
  ])('%s stays', (text) => {
    expect(marked(text)).toBe(text);
  });
});
