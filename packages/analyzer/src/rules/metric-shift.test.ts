import { describe, expect, it } from '@jest/globals';
import { investigate, metricsEvidence, series } from '../../test/build-bundle.ts';
import { metricShiftRule } from './metric-shift.ts';

const flat = (length: number, value: number) => Array.from({ length }, () => value);
const wobble = (minute: number) => 10 + (minute % 5) / 10;
const draftsOf = (...all: Parameters<typeof metricsEvidence>[0]) =>
  metricShiftRule(investigate([metricsEvidence(all)]));

describe('metricShiftRule', () => {
  it('names the entity whose resource moved, before those whose latency followed', () => {
    const [first] = draftsOf(
      series('memory', flat(30, 40), { entity: 'cart', usual: wobble }),
      series('latency', flat(30, 14), { entity: 'front', usual: wobble }),
      series('latency', flat(30, 12), { entity: 'cart', usual: wobble }),
    );
    expect(first?.entity).toBe('cart');
    expect(first?.blame).toBeGreaterThan(0.5);
  });

  it('says nothing of a quiet window, nor of what moved everywhere alike', () => {
    expect(draftsOf(series('memory', flat(30, 10.2), { usual: wobble }))).toEqual([]);
    const alike = ['a', 'b', 'c', 'd'].map((entity) => series('latency', flat(30, 20), { entity, usual: wobble }));
    expect(draftsOf(...alike)).toEqual([]);
  });

  it('sees trouble that comes and goes in a quarter of the periods, and not in less', () => {
    const often = Array.from({ length: 30 }, (_, minute) => (minute % 3 === 0 ? 80 : 10));
    const seldom = Array.from({ length: 30 }, (_, minute) => (minute % 6 === 0 ? 80 : 10));
    expect(draftsOf(series('latency', often, { usual: wobble }))).toHaveLength(1);
    expect(draftsOf(series('latency', seldom, { usual: wobble }))).toEqual([]);
  });
});
