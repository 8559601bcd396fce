import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, type JsonValue } from './json.ts';

/** Rebuilds a value with every object's keys in reverse order. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
};

const parsed = (text: string): JsonValue => JSON.parse(text);

describe('canonicalJson', () => {
  it('orders keys by UTF-16 code units, as the sorting example of RFC 8785 section 3.2.3 does', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const text = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])));
    expect(Object.keys(JSON.parse(text))).toEqual(['1', '\r', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33']);
  });

  it('writes numbers as ECMAScript does', () => {
    expect(canonicalJson([1e21, 1e30, 4.5, 2e-3, 1e-27, -0])).toBe('[1e+21,1e+30,4.5,0.002,1e-27,0]');
  });

  it('leaves undefined members out and keeps a member named __proto__', () => {
    expect(canonicalJson({ b: undefined, a: parsed('{"__proto__":1}') })).toBe('{"a":{"__proto__":1}}');
  });

  it('orders keys that look like numbers as text, wherever they stand', () => {
    expect(canonicalJson({ b: [{ a: 1, 10: 2, 9: { d: 3, c: 4 } }], a: 0.5 })).toBe(
      '{"a":0.5,"b":[{"10":2,"9":{"c":4,"d":3},"a":1}]}',
    );
  });

  it('refuses numbers JSON has no form for', () => {
    expect(() => canonicalJson({ a: [Number.NaN] })).toThrow(TypeError);
    expect(() => canonicalJson({ a: ['text', Number.NaN] })).toThrow(TypeError);
    expect(() => canonicalJson({ 1: [Number.NaN] })).toThrow(TypeError);
    expect(() => canonicalJson(Number.POSITIVE_INFINITY)).toThrow(TypeError);
  });

  it('gives one text whatever the key order, and that text parses to the same value', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value = parsed(text);
        const canonical = canonicalJson(value);
        expect(JSON.parse(canonical)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(parsed(JSON.stringify(reversed(value))))).toBe(canonical);
      }),
    );
  });
});
