import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shapeOfJson } from './input-shape.ts';

describe('shapeOfJson', () => {
  it('keeps keys and types, never values', () => {
    const input = { id: 'o-1', total: 12.5, paid: false, note: null, items: [{ sku: 'a' }, { sku: 'b', gift: true }] };
    expect(shapeOfJson(JSON.stringify(input))).toEqual({
      id: 'string',
      total: 'number',
      paid: 'boolean',
      note: 'null',
      items: [{ sku: 'string' }, { sku: 'string', gift: 'boolean' }],
    });
  });

  it('does not show keys that are data', () => {
    expect(shapeOfJson('{"ann@example.org":{"age":3},"__proto__":1,"plain":2}')).toEqual({
      plain: 'number',
      '<other>': ['number', { age: 'number' }],
    });
  });

  it('ends at its depth and width', () => {
    const deep = JSON.stringify({ a: { b: { c: { d: { e: { f: { g: 1 } } } } } } });
    expect(JSON.stringify(shapeOfJson(deep))).toContain('{"f":"object"}');
    const wide = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`k${n}`, n]));
    expect(shapeOfJson(JSON.stringify(wide))).toMatchObject({ '<more>': '10 fields' });
  });

  it.each([undefined, '', 'not json', '{"cut":'])('has no shape for %j', (text) => {
    expect(shapeOfJson(text)).toBeNull();
  });

  it('never contains a value of the input', () => {
    const secret = 'S3CR3T-value';
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.stringify(shapeOfJson(JSON.stringify({ value, secret })))).not.toContain(secret);
      }),
    );
  });
});
