import { describe, expect, it } from '@jest/globals';
import type { EvidenceV1 } from '@opsrunbook/contracts';
import { alarmsEvidence, graphEvidence, investigate, metricsEvidence, series } from '../../test/build-bundle.ts';
import { excessFlowRule } from './excess-flow.ts';
import { relaysRule } from './relays.ts';

const flat = (length: number, value: number) => Array.from({ length }, () => value);
/** Duration before and during, and requests a minute. */
const service = (entity: string, usual: number, now: number, requests: number) => [
  series('Duration', flat(30, now), { entity, usual: () => usual }),
  series('Invocations', flat(30, requests), { entity, usual: () => requests, statistic: 'Sum' }),
];
const shop = () =>
  metricsEvidence([...service('web', 100, 140, 500), ...service('search', 10, 50, 500), ...service('rare', 10, 90, 2)]);
const calls = (mayBeIncomplete = false) =>
  graphEvidence(
    [
      ['web', 'rare'],
      ['web', 'search'],
    ],
    mayBeIncomplete,
  );
const topOf = (evidence: readonly EvidenceV1[]) => excessFlowRule(investigate(evidence))[0];

describe('excessFlowRule', () => {
  it('charges a caller’s waiting to the callee that causes it, by volume', () => {
    const top = topOf([shop(), calls(), alarmsEvidence('Duration', 'web')]);
    expect(top?.entity).toBe('search');
    expect(top?.blame).toBeGreaterThan(0.8);
  });

  it('says nothing when nobody waits longer than usual', () => {
    const quiet = metricsEvidence([...service('web', 100, 101, 500), ...service('search', 10, 10.1, 500)]);
    expect(excessFlowRule(investigate([quiet, calls(), alarmsEvidence('Duration', 'web')]))).toEqual([]);
  });

  it('falls back to a star around the alerting entity without calls, and to nothing without calls and alarm', () => {
    expect(topOf([shop(), alarmsEvidence('Duration', 'web')])?.entity).toBe('search');
    expect(topOf([shop()])).toBeUndefined();
  });

  it('works on ratios when nothing counts requests, and is less sure', () => {
    const uncounted = metricsEvidence(
      [...service('web', 100, 140, 500), ...service('search', 10, 50, 500)].filter(
        ({ metric }) => metric === 'Duration',
      ),
    );
    const top = topOf([uncounted, calls(), alarmsEvidence('Duration', 'web')]);
    expect(top?.entity).toBe('search');
    expect(top?.blame).toBeLessThan(0.6);
  });

  it('doubts the alerting entity while calls may be missing, not when the graph is complete', () => {
    const alone = metricsEvidence([...service('web', 100, 140, 500), ...service('search', 10, 10, 500)]);
    const blameOf = (mayBeIncomplete: boolean) =>
      topOf([alone, calls(mayBeIncomplete), alarmsEvidence('Duration', 'web')])?.blame ?? 0;
    expect(blameOf(false)).toBeGreaterThan(0.5);
    expect(blameOf(true)).toBeLessThan(0.1);
  });
});

describe('relaysRule', () => {
  it('names who only passes on what a callee does', () => {
    const relays = relaysRule(investigate([shop(), calls(), alarmsEvidence('Duration', 'web')]));
    expect(relays.map(({ entity }) => entity)).toEqual(['web']);
  });
});
