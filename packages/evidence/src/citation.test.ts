import { describe, expect, it } from '@jest/globals';
import type { EvidenceV1 } from '@opsrunbook/contracts';
import { sha256Hex } from '@opsrunbook/core';
import { citationHolds, cite, citedSlice } from './citation.ts';

const evidence: EvidenceV1 = {
  schema_version: '1',
  collector: 'cloudwatch-logs',
  incident_id: 'inc-20260303t120000-0123456789',
  run_id: 'run-20260303t120000000-01234567',
  window: { start: '2026-03-03T10:00:00Z', end: '2026-03-03T11:00:00Z' },
  baseline: { start: '2026-03-03T09:00:00Z', end: '2026-03-03T10:00:00Z' },
  status: 'ok',
  reasons: [],
  cut: [],
  spent: { api_calls: 1, scanned_bytes: 0 },
  redactions: {},
  data: {
    bin_seconds: 60,
    groups: ['/aws/lambda/a'],
    bins: [],
    rows: [0, 1, 2].map((at_ms) => ({
      at_ms,
      period: 'window',
      group: '/aws/lambda/a',
      stream: 's',
      message: `m${at_ms}`,
    })),
  },
};
const object = { key: 'evidence/x.json', sha256: sha256Hex('x'), bytes: 1 };

describe('cite', () => {
  it('cites a half-open range of rows, and the citation holds', () => {
    const ref = cite(object, evidence, '/data/rows', { from: 1, to: 3 });
    expect(ref).toMatchObject({ collector: 'cloudwatch-logs', pointer: '/data/rows', range: { from: 1, to: 3 } });
    expect(citationHolds(ref, evidence)).toBe(true);
  });

  it('no longer holds when a cited row changes, and still does when another one changes', () => {
    const ref = cite(object, evidence, '/data/rows', { from: 1, to: 2 });
    const withRow = (index: number): EvidenceV1 => ({
      ...evidence,
      data: {
        ...evidence.data,
        rows: evidence.data.rows.map((row, at) => (at === index ? { ...row, message: 'other' } : row)),
      },
    });
    expect(citationHolds(ref, withRow(1))).toBe(false);
    expect(citationHolds(ref, withRow(0))).toBe(true);
  });

  it.each([
    ['a pointer to nothing', '/data/nothing', undefined],
    ['an empty range', '/data/rows', { from: 1, to: 1 }],
    ['a range past the end', '/data/rows', { from: 0, to: 4 }],
    ['a range of what is no array', '/status', { from: 0, to: 1 }],
  ])('refuses %s', (_what, pointer, range) => {
    expect(() => cite(object, evidence, pointer, range)).toThrow(TypeError);
  });

  it('refuses to cite a gap', () => {
    expect(() => cite(object, { ...evidence, status: 'gap' }, '/data/rows')).toThrow('gap');
  });
});

describe('citedSlice', () => {
  it('unescapes pointer tokens as RFC 6901 says', () => {
    expect(citedSlice({ 'a/b': { '~1': 7 } }, '/a~1b/~01')).toBe(7);
  });

  it('finds own members only and array elements by plain numbers only', () => {
    expect(citedSlice({}, '/constructor')).toBeUndefined();
    expect(citedSlice([1], '/00')).toBeUndefined();
    expect(citedSlice([1], '/0')).toBe(1);
  });
});
