import { describe, expect, it } from '@jest/globals';
import { passesLuhn } from './card-number.ts';
import { passesMod97 } from './iban.ts';
import { fakeCard, fakeIban, seededRandom } from './testing/fake-values.ts';
import { marked } from './testing/test-redactor.ts';

const random = seededRandom(21);
const grouped = (digits: string): string => digits.replace(/(\d{4})(?=\d)/g, '$1 ');

describe('e-mail addresses', () => {
  it.each([
    ['user <ana.silva@mail.example.net> in', 'user <{email}> in'],
    ["o'brien+tag@sub.example.co.uk", '{email}'],
    ['?email=ana%40example.com&x=1', '?email={email}&x=1'],
    ['"\\nana@example.com\\n"', '"\\n{email}\\n"'],
    ['mailto:a@example.io.', 'mailto:{email}.'],
  ])('%s', (text, expected) => {
    expect(marked(text)).toBe(expected);
  });

  it.each([
    'git@github.com:org/repo.git',
    'npm i @types/node@20.17.0',
    'pkg@npm:1.2.3',
    'repo/image@sha256:00ff',
    'user@host',
    'logo@2x.png',
    'getty@tty1.service',
    'ec2-user@ip-10-0-0-1.ec2.internal',
  ])('%s stays', (text) => {
    expect(marked(text)).toBe(text);
  });
});

describe('IP addresses', () => {
  it.each([
    ['client 203.0.113.71 (limit=4)', 'client {ip} (limit=4)'],
    ['X-Forwarded-For: 198.51.100.7, 10.0.0.3', 'X-Forwarded-For: {ip}, 10.0.0.3'],
    ['from 2001:db8:85a3::8a2e:370:7334 port 22', 'from {ip} port 22'],
    ['[2a02:26f7:c9c8:4000:950a:87ff:fe1c:12ab]:443', '[{ip}]:443'],
    ['at 255.0.113.1', 'at 255.0.113.1'],
    ['at 223.0.113.1', 'at {ip}'],
    ['to 172.32.0.1 and 172.31.0.1', 'to {ip} and 172.31.0.1'],
  ])('%s', (text, expected) => {
    expect(marked(text)).toBe(expected);
  });

  it.each([
    'v1.2.3.4',
    'version 10.4.2.1',
    'libfoo-1.2.3.4.jar',
    '1.3.6.1.4.1.311',
    'Chrome/122.0.6261.112',
    '300.1.1.1',
    '12:34:56',
    '00:1A:2B:3C:4D:5E',
    'std::vector',
    '::1',
    '0.0.0.0',
  ])('%s stays', (text) => {
    expect(marked(text)).toBe(text);
  });
});

describe('card numbers', () => {
  it('a number of a known issuer that passes the check is redacted, grouped or not', () => {
    const card = fakeCard(random, '4');
    expect(marked(`declined card=${card} amount=1`)).toBe('declined card={card_number} amount=1');
    expect(marked(`typed "${grouped(card)}" here`)).toBe('typed "{card_number}" here');
  });

  it('one changed digit fails the check and stays', () => {
    const card = fakeCard(random, '51');
    const wrong = card.slice(0, -1) + String((Number(card.at(-1)) + 1) % 10);
    expect([passesLuhn(card), passesLuhn(wrong)]).toEqual([true, false]);
    expect(marked(`number ${wrong} here`)).toBe(`number ${wrong} here`);
  });

  it('times and ids that pass the check stay', () => {
    const micros = fakeCard(random, '17');
    const id = fakeCard(random, '4');
    expect(marked(`epoch_us=${micros} trace_id=${id} offset=${id}`)).toBe(
      `epoch_us=${micros} trace_id=${id} offset=${id}`,
    );
  });

  it('a length that no free-standing card has needs a word about cards', () => {
    expect(marked('number 4222222222222 here')).toBe('number 4222222222222 here');
    expect(marked('my card 4222222222222 here')).toBe('my card {card_number} here');
  });
});

describe('IBANs', () => {
  it('an IBAN that passes mod 97 is redacted, in groups and in lower case too', () => {
    const iban = fakeIban(random);
    expect(passesMod97(iban)).toBe(true);
    for (const form of [iban, iban.toLowerCase(), iban.replace(/(.{4})(?=.)/g, '$1 ')])
      expect(marked(`to ${form} ok`)).toBe('to {iban} ok');
  });

  it('a wrong check digit, a wrong length and an unknown country stay', () => {
    const iban = fakeIban(random);
    const wrong = iban.slice(0, 4) + String((Number(iban[4]) + 1) % 10) + iban.slice(5);
    for (const text of [wrong, iban.slice(0, -1), `ZZ${iban.slice(2)}`])
      expect(marked(`ref ${text} ok`)).toBe(`ref ${text} ok`);
  });
});

describe('telephone and social security numbers', () => {
  it.each([
    ['sms to +1 (415) 555-0182 queued', 'sms to {phone} queued'],
    ['"phone":"+44 7700 900353"', '"phone":"{phone}"'],
    ['msisdn=447700900461', 'msisdn={phone}'],
    ['contact 415-555-0132 now', 'contact {phone} now'],
    ['mobile: 07700 900461', 'mobile: {phone}'],
    ['ssn 123-45-6789', 'ssn {us_ssn}'],
    ['"ssn":"123456789"', '"ssn":"{us_ssn}"'],
  ])('%s', (text, expected) => {
    expect(marked(text)).toBe(expected);
  });

  it.each([
    '2026-03-03T10:00:00+0100',
    'order 2026-0303-1234',
    'retry 07700 900461 done',
    '000-45-6789',
    '123-00-6789',
    '123-45-0000',
    '912-45-6789',
    '123-45-67890',
    '+00:00',
  ])('%s stays', (text) => {
    expect(marked(text)).toBe(text);
  });
});
