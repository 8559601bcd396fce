import { describe, expect, it } from '@jest/globals';
import { buildBundle, MINUTE_MS, metricsEvidence, series, WINDOW_START_MS } from '../../test/build-bundle.ts';
import { investigationOf } from '../evidence-bundle.ts';
import { metricSteps } from './metric-steps.ts';

const flat = (length: number, value: number) => Array.from({ length }, () => value);
const draftsOf = (...all: Parameters<typeof metricsEvidence>[0]) =>
  metricSteps(investigationOf(buildBundle([metricsEvidence(all)])));

describe('metricSteps', () => {
  it('finds a step and its onset', () => {
    const [draft] = draftsOf(series('Duration', [...flat(10, 100), ...flat(20, 400)]));
    expect(draft?.onsetMs).toBe(WINDOW_START_MS + 10 * MINUTE_MS);
    expect(draft?.claim).toBe('Duration (Average) of checkout rose from 100 to 400 at 12:10:00Z, for 20 × 60 s');
  });

  it('looks in the bad direction only: latency up, availability down', () => {
    expect(draftsOf(series('Duration', flat(30, 10)))).toEqual([]);
    expect(draftsOf(series('Availability', flat(30, 100), { usual: () => 50 }))).toEqual([]);
    expect(draftsOf(series('Availability', flat(30, 50)))).toHaveLength(1);
  });

  it('compares medians, so that one blip is no step', () => {
    expect(draftsOf(series('Duration', [...flat(10, 100), 90_000, ...flat(19, 100)]))).toEqual([]);
    expect(draftsOf(series('Duration', [...flat(10, 100), 400, 400, ...flat(18, 100)]))).toHaveLength(1);
  });

  it('takes six scales for a step and no less', () => {
    expect(draftsOf(series('Duration', flat(30, 129.9)))).toEqual([]);
    expect(draftsOf(series('Duration', flat(30, 130.1)))).toHaveLength(1);
  });

  it('measures against the noise of the baseline', () => {
    const usual = (minute: number) => 100 + (minute % 2 === 0 ? 40 : -40);
    expect(draftsOf(series('Duration', flat(30, 240), { usual }))).toEqual([]);
  });

  it('takes missing periods of a failure count for zero, and three failures for a step', () => {
    const errors = (count: number) => {
      const { times_ms, values, ...rest } = series('Errors', flat(30, 0), { statistic: 'Sum' });
      return { ...rest, times_ms: times_ms.slice(70, 71), values: [count] };
    };
    expect(draftsOf(errors(2))).toEqual([]);
    expect(draftsOf(errors(3))).toHaveLength(1);
  });

  it('says nothing of a series without baseline', () => {
    const { times_ms, values, ...rest } = series('Duration', flat(30, 900));
    expect(draftsOf({ ...rest, times_ms: times_ms.slice(60), values: values.slice(60) })).toEqual([]);
  });
});
