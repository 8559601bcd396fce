import { describe, expect, it } from '@jest/globals';
import { canonicalJson, isJsonArray, isJsonObject, type JsonValue } from '@opsrunbook/core';
import fc from 'fast-check';
import { type JsonPatchOperation, jsonDiff } from './json-diff.ts';

/** Applies a patch as RFC 6902 says, for the operations the differ writes. */
const applied = (document: JsonValue, patch: readonly JsonPatchOperation[]): JsonValue =>
  patch.reduce(
    (value, operation) => change(value, operation.path.split('/').slice(1).map(unescaped), operation),
    document,
  );

const unescaped = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~');

const change = (value: JsonValue, [token, ...rest]: readonly string[], operation: JsonPatchOperation): JsonValue => {
  if (token === undefined) return operation.op === 'remove' ? null : operation.value;
  const isRemoved = rest.length === 0 && operation.op === 'remove';
  if (isJsonArray(value)) {
    const at = token === '-' ? value.length : Number(token);
    return value.toSpliced(at, 1, ...(isRemoved ? [] : [change(value[at] ?? null, rest, operation)]));
  }
  if (!isJsonObject(value)) throw new Error(`nothing at ${token}`);
  const others = Object.entries(value).filter(([key]) => key !== token);
  return Object.fromEntries(isRemoved ? others : [...others, [token, change(value[token] ?? null, rest, operation)]]);
};

const json = fc.json({ maxDepth: 4 }).map((text): JsonValue => JSON.parse(text));

describe('jsonDiff', () => {
  it.each([
    ['nothing', { a: 1 }, { a: 1 }, []],
    ['a changed member', { a: 1 }, { a: 2 }, [{ op: 'replace', path: '/a', value: 2 }]],
    ['an added member', {}, { a: null }, [{ op: 'add', path: '/a', value: null }]],
    ['a removed member', { a: 1 }, {}, [{ op: 'remove', path: '/a' }]],
    ['an appended element', [1], [1, 2], [{ op: 'add', path: '/-', value: 2 }]],
    [
      'removed elements, the last first',
      [1, 2, 3],
      [1],
      [
        { op: 'remove', path: '/2' },
        { op: 'remove', path: '/1' },
      ],
    ],
    ['names with slashes and tildes', { 'a/b~c': 1 }, { 'a/b~c': 2 }, [{ op: 'replace', path: '/a~1b~0c', value: 2 }]],
    ['another kind of value', { a: [] }, { a: {} }, [{ op: 'replace', path: '/a', value: {} }]],
    ['the whole document', 1, 'x', [{ op: 'replace', path: '', value: 'x' }]],
  ])('tells of %s', (_, before, after, patch) => {
    expect(jsonDiff(before, after)).toEqual(patch);
  });

  it('gives a patch that turns the one document into the other', () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        expect(canonicalJson(applied(before, jsonDiff(before, after)))).toBe(canonicalJson(after));
        expect(jsonDiff(before, before)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
