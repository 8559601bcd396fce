import { describe, expect, it } from '@jest/globals';
import { buildBundle, metricsEvidence, series } from '../../test/build-bundle.ts';
import { investigationOf } from '../evidence-bundle.ts';
import { metricSteps } from './metric-steps.ts';
import { onsetOrder } from './onset-order.ts';

const flat = (length: number, value: number) => Array.from({ length }, () => value);
const orderOf = (first: number, second: number) =>
  onsetOrder(
    metricSteps(
      investigationOf(
        buildBundle([
          metricsEvidence([
            series('Duration', [...flat(second, 100), ...flat(30 - second, 900)], { entity: 'web' }),
            series('Duration', [...flat(first, 100), ...flat(30 - first, 900)], { entity: 'db' }),
          ]),
        ]),
      ),
    ),
  );

describe('onsetOrder', () => {
  it('says which entity showed trouble first, as a hypothesis', () => {
    const [draft] = orderOf(3, 8);
    expect(draft?.claim).toBe('db showed trouble first, at 12:03:00Z, 300 s before web');
    expect(draft?.isHypothesis).toBe(true);
  });

  it('says nothing of onsets in the same minute, nor of a single entity', () => {
    expect(orderOf(3, 3)).toEqual([]);
    expect(onsetOrder([])).toEqual([]);
  });

  it('takes one minute apart for an order', () => {
    expect(orderOf(3, 4)).toHaveLength(1);
  });
});
