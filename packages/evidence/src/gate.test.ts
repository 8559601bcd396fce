import { describe, expect, it } from '@jest/globals';
import { EvidenceV1, RedactionPolicyV1 } from '@opsrunbook/contracts';
import policy from '../../../config/redaction.json' with { type: 'json' };
import { createGate } from './gate.ts';
import { createRedactor } from './redaction/index.ts';

const gate = createGate(createRedactor(RedactionPolicyV1.parse(policy)));

/** As many digits as a card has, and a card's check digit. */
const CARD_LIKE = 4_111_111_111_111_111;

const metricsEvidence = (dimension: string): EvidenceV1 =>
  EvidenceV1.parse({
    schema_version: '1',
    incident_id: 'inc-20260303t122000-0123456789',
    run_id: 'run-20260303t122001000-01234567',
    collector: 'cloudwatch-metrics',
    window: { start: '2026-03-03T12:00:00.000Z', end: '2026-03-03T12:30:00.000Z' },
    baseline: { start: '2026-03-03T11:30:00.000Z', end: '2026-03-03T12:00:00.000Z' },
    status: 'ok',
    reasons: [],
    cut: [],
    spent: { api_calls: 1, scanned_bytes: 0 },
    redactions: {},
    data: {
      series: [
        {
          namespace: 'Shop',
          metric: 'BytesStored',
          dimensions: { Owner: dimension },
          statistic: 'Sum',
          period_seconds: 60,
          times_ms: [1_772_539_200_000, 1_772_539_260_000],
          values: [CARD_LIKE, 0.5],
          complete: true,
        },
      ],
    },
  });

describe('the gate, for metric series', () => {
  it('keeps datapoints the numbers they are, so that what is stored can be read again', () => {
    const { value } = gate.passEvidence(metricsEvidence('checkout'));
    expect(EvidenceV1.parse(value)).toEqual(metricsEvidence('checkout'));
  });

  it('still redacts what a series is named by, and counts it', () => {
    const { value, redactions } = gate.passEvidence(metricsEvidence('ana.silva@mail.example.net'));
    expect(JSON.stringify(value)).not.toContain('ana.silva');
    expect(redactions).toEqual({ email: 1 });
    expect(value.redactions).toEqual({ email: 1 });
  });
});
