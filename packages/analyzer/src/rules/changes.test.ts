import { describe, expect, it } from '@jest/globals';
import { changesEvidence, investigate, metricsEvidence, series } from '../../test/build-bundle.ts';
import { changesRule } from './changes.ts';
import { metricSteps } from './metric-steps.ts';

const flat = (length: number, value: number) => Array.from({ length }, () => value);
const draftsOf = (resource: string, minute: number, error: string | null = null) => {
  const slow = series('Duration', [...flat(10, 100), ...flat(20, 900)]);
  const investigation = investigate([metricsEvidence([slow]), changesEvidence(resource, minute, error)]);
  const stated = metricSteps(investigation).map((draft) => ({ ...draft, blame: 0.5 }));
  return changesRule(investigation, stated);
};

describe('changesRule', () => {
  it('makes a hypothesis of a change of what is in trouble, shortly before', () => {
    const [draft] = draftsOf('arn:aws:lambda:eu-west-1:123456789012:function:checkout', 5);
    expect(draft).toMatchObject({ isHypothesis: true, entity: 'checkout', verdict: 'inconclusive' });
    expect(draft?.claim).toContain('by “deployer” at 12:05:00Z, 5 min before the first trouble');
    expect(draft?.blame).toBeGreaterThan(0.4);
  });

  it('blames an older change less and an innocent one not at all', () => {
    expect(draftsOf('checkout', -20)[0]?.blame).toBeCloseTo(0.25);
    expect(draftsOf('elsewhere', 5)[0]?.blame).toBe(0);
  });

  it('leaves out changes after the first trouble and changes that were refused', () => {
    expect(draftsOf('checkout', 10)).toHaveLength(1);
    expect(draftsOf('checkout', 10.1)).toEqual([]);
    expect(draftsOf('checkout', 5, 'AccessDenied')).toEqual([]);
  });
});
