import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRedactor } from './index.ts';
import { REDACTION_PROPERTIES } from './testing/properties.ts';
import { testPolicy, testRedactor } from './testing/test-redactor.ts';

const key = new TextEncoder().encode('a deployment key');

describe('placeholders', () => {
  it('personal data carry eight hexadecimal digits of an HMAC, passwords never do', () => {
    const { value } = createRedactor(testPolicy(), { hmacKey: key }).text('ana@example.com password=river-81');
    expect(value).toMatch(/^\[redacted:email:[0-9a-f]{8}\] password=\[redacted:password\]$/);
  });

  it('equal values have equal hashes under one key in any spelling, and others under another', () => {
    const redact = (text: string, hmacKey: Uint8Array): string =>
      createRedactor(testPolicy(), { hmacKey }).text(text).value;
    expect(redact('Ana@Example.com', key)).toBe(redact('ana@example.com', key));
    expect(redact('ana@example.com', key)).not.toBe(redact('ana@example.com', new Uint8Array([1])));
    expect(redact('ana@example.com', key)).not.toBe(redact('eve@example.com', key));
  });

  it('without a key nothing is hashed', () => {
    expect(testRedactor().text('ana@example.com').value).toBe('[redacted:email]');
  });
});

describe('the policy', () => {
  it('types that may persist stay, and no longer stay when they may not', () => {
    expect(testRedactor().text('at 10.0.0.3').value).toBe('at 10.0.0.3');
    expect(testRedactor({ persist: [] }).text('at 10.0.0.3').value).toBe('at [redacted:private_ip]');
    expect(testRedactor({ persist: ['email'] }).text('ana@example.com').value).toBe('ana@example.com');
  });

  it('extra key names count in any spelling', () => {
    const redactor = testRedactor({ extra_key_names: ['Lucky Number'] });
    expect(redactor.text('lucky_number=seven luckyNumber=eight other=nine').value).toBe(
      'lucky_number=[redacted:secret] luckyNumber=[redacted:secret] other=nine',
    );
  });

  it('custom patterns find what they describe', () => {
    const redactor = testRedactor({
      custom_patterns: [{ type: 'customer_no', pattern: 'CUST-\\d{6}', is_case_insensitive: true }],
    });
    expect(redactor.text('cust-123456 and CUST-12345').value).toBe('[redacted:customer_no] and CUST-12345');
  });

  it('text beyond the limit is cut before a word that may be half a value', () => {
    const { value } = testRedactor({ limits: { text_length: 256, json_depth: 8 } }).text(`${'word '.repeat(60)}end`);
    expect(value.length).toBeLessThanOrEqual(256);
    expect(value).toMatch(/word …\[cut\]$/);
  });
});

describe('counts and spans', () => {
  it('counts are by type in alphabetical order', () => {
    const { counts } = testRedactor().text('password=river-81 ana@example.com bob@example.com');
    expect(JSON.stringify(counts)).toBe('{"email":2,"password":1}');
  });

  it('spans are offsets into the text that was given', () => {
    const text = 'é\u001b[1m password=river-81';
    expect(
      testRedactor()
        .detect(text)
        .map(({ start, end, type }) => [text.slice(start, end), type]),
    ).toEqual([['river-81', 'password']]);
  });

  it('the same text gives the same result whatever was read before', () => {
    const redactor = testRedactor();
    const first = redactor.text('name: DB_PASSWORD');
    redactor.text('value: x9kk2 curl login bob');
    expect(redactor.text('name: DB_PASSWORD')).toEqual(first);
    expect(redactor.text('value: x9kk2').value).toBe('value: x9kk2');
  });

  it('a text that was cut off loses its last word', () => {
    expect(testRedactor().text('a password=riv', { isCutOff: true }).value).toBe('a ');
    expect(testRedactor().text('card "4111', { isCutOff: true }).value).toBe('card "');
  });
});

describe('properties', () => {
  it.each(REDACTION_PROPERTIES.map((property) => [property.name, property.check] as const))('%s', (_name, check) => {
    const redactor = createRedactor(testPolicy(), { hmacKey: key });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_147_483_647 }), (seed) => {
        expect(check(redactor, seed)).toBeUndefined();
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('any text survives, and is redacted once', () => {
    const redactor = testRedactor();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const once = redactor.text(text).value;
        expect(redactor.text(once).value).toBe(once);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
