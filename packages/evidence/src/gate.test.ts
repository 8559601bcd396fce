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

const logsEvidence = (stream: string, messages: readonly string[]): EvidenceV1 => {
  const rows = messages.map((message, index) => ({ at_ms: index, period: 'window', group: '/app', stream, message }));
  const data = { bin_seconds: 60, groups: ['/app'], bins: [], rows };
  return EvidenceV1.parse({ ...metricsEvidence('x'), collector: 'cloudwatch-logs', data });
};

describe('the gate, for log rows', () => {
  it('redacts the name of a stream in every row, and counts each', () => {
    const { value, redactions } = gate.passEvidence(logsEvidence('app/ana.silva@mail.example.net/7', ['one', 'two']));
    expect(JSON.stringify(value)).not.toContain('ana.silva');
    expect(EvidenceV1.parse(value)).toMatchObject({ data: { rows: [{ message: 'one' }, { message: 'two' }] } });
    expect(redactions).toEqual({ email: 2 });
  });

  it.each([
    '2026/03/03/[$LATEST]0123456789abcdef0123456789abcdef',
    'ecs/web/0123456789abcdef0123456789abcdef',
    'i-0123456789abcdef0',
    'states/order-flow/2026-03-03-12-00/1a2b3c4d',
  ])('keeps the stream name %s, which AWS makes', (stream) => {
    expect(gate.passEvidence(logsEvidence(stream, ['one'])).value).toEqual(logsEvidence(stream, ['one']));
  });

  it('reads rows of one stream as one text and rows of different streams apart', () => {
    const split = ['password="Copper-Wil', 'low-8841" ok'];
    const { value } = gate.passEvidence(logsEvidence('s', split));
    expect(JSON.stringify(value)).not.toMatch(/Copper|8841/);
  });
});
