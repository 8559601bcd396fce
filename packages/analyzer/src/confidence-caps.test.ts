import { describe, expect, it } from '@jest/globals';
import type { ReasonV1 } from '@opsrunbook/contracts';
import { buildBundle, logRow, logsEvidence, metricsEvidence, stepFunctionsEvidence } from '../test/build-bundle.ts';
import { confidenceCaps } from './confidence-caps.ts';

const reason = (code: ReasonV1['code']): ReasonV1 => ({ code, subject: 's', message: 'm', fix: 'f' });
const capsWith = (metrics: ReturnType<typeof metricsEvidence>) =>
  confidenceCaps(buildBundle([logsEvidence([logRow(1, 'x')]), metrics, stepFunctionsEvidence([])]));

describe('confidenceCaps', () => {
  it('leaves confidence alone when everything was read', () => {
    expect(capsWith(metricsEvidence([]))).toEqual({ integrity: 1, coverage: 1 });
  });

  it('lowers coverage a little for a source that has nothing to read', () => {
    const empty = metricsEvidence([], { status: 'partial', reasons: [reason('not_found')] });
    expect(capsWith(empty)).toEqual({ integrity: 1, coverage: 0.95 });
  });

  it('lowers coverage more for a source that was denied', () => {
    const denied = metricsEvidence([], { status: 'gap', reasons: [reason('access_denied')] });
    expect(capsWith(denied)).toEqual({ integrity: 1, coverage: 0.8 });
  });

  it('trusts nothing when nothing was collected', () => {
    expect(confidenceCaps(buildBundle([])).coverage).toBe(0);
  });
});
