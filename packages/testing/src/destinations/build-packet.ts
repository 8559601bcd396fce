import type { FindingV1, IncidentPacketV1, LimitV1, NextActionV1, TimelineEntryV1 } from '@opsrunbook/contracts';

const SHA = 'a'.repeat(64);
const WINDOW = { start: '2026-03-03T11:30:00Z', end: '2026-03-03T12:00:00Z' };

/** A finding about `entity` that cites one log row. */
export const buildFinding = (index: number, overrides: Partial<FindingV1> = {}): FindingV1 => ({
  id: `F-${index.toString(16).padStart(10, '0')}`,
  rule: 'error-templates',
  entity: 'checkout-payment',
  claim: 'errors “payment declined by gateway” began at 11:42:10Z, none in the baseline',
  onset_ms: 1_772_538_130_000,
  verdict: 'supported',
  confidence: 0.92,
  supporting: [
    {
      collector: 'cloudwatch-logs',
      key: 'evidence/inc-20260303t120000-0123456789/run-20260303t120000000-01234567/cloudwatch-logs.json',
      sha256: SHA,
      pointer: '/data/rows',
      range: { from: index, to: index + 1 },
      slice_sha256: SHA,
    },
  ],
  contradicting: [],
  ...overrides,
});

const TIMELINE: readonly TimelineEntryV1[] = [
  {
    at_ms: 1_772_538_000_000,
    kind: 'change',
    entity: 'checkout-payment',
    text: 'version 41 deployed',
    statement: null,
  },
  { at_ms: 1_772_538_130_000, kind: 'failure', entity: 'checkout-payment', text: 'first error', statement: null },
];

const LIMITS: readonly LimitV1[] = [
  {
    id: 'L-0000000001',
    code: 'access_denied',
    collector: 'cloudwatch-metrics',
    subject: 'AWS/Lambda Errors',
    message: 'the metrics could not be read',
    fix: 'grant cloudwatch:GetMetricData to the collector role',
  },
];

const NEXT_ACTIONS: readonly NextActionV1[] = [
  {
    kind: 'query',
    title: 'See the first errors',
    body: 'fields @timestamp, @message\n| filter @message like /declined/\n| limit 20',
    why: 'shows what failed first',
  },
];

/** A packet that says something of everything. */
export const buildPacket = (overrides: Partial<IncidentPacketV1> = {}): IncidentPacketV1 => ({
  schema_version: '1',
  analyzer_version: '1.0.0',
  config_hash: SHA,
  incident_id: 'inc-20260303t120000-0123456789',
  run_id: 'run-20260303t120000000-01234567',
  started_at: '2026-03-03T12:00:00.000Z',
  service: 'checkout',
  environment: 'prod',
  title: 'Checkout fails',
  severity: 'high',
  window: WINDOW,
  baseline: { start: '2026-03-03T11:00:00Z', end: '2026-03-03T11:30:00Z' },
  manifest_sha256: SHA,
  verdict: 'supported',
  headline: 'checkout-payment began to fail at 11:42:10Z after version 41',
  confidence: { value: 0.92, integrity_cap: 1, coverage_cap: 0.95 },
  suspects: [{ entity: 'checkout-payment', confidence: 0.92, statements: ['F-0000000000'] }],
  findings: [buildFinding(0), buildFinding(1)],
  hypotheses: [],
  timeline: [...TIMELINE],
  blast_radius: { affected: ['checkout-payment'], relaying: ['checkout-api'] },
  suspected_owners: [{ owner: 'team-checkout', confidence: 0.9, reason: 'owns the service in the catalogue' }],
  next_actions: [...NEXT_ACTIONS],
  limits: [...LIMITS],
  packet_hash: SHA,
  ...overrides,
});

/** A packet that says as little as its contract allows. */
export const buildEmptyPacket = (overrides: Partial<IncidentPacketV1> = {}): IncidentPacketV1 =>
  buildPacket({
    environment: null,
    title: '',
    headline: '',
    verdict: 'inconclusive',
    confidence: { value: 0, integrity_cap: 0, coverage_cap: 0 },
    suspects: [],
    findings: [],
    timeline: [],
    blast_radius: { affected: [], relaying: [] },
    suspected_owners: [],
    next_actions: [],
    limits: [],
    ...overrides,
  });

/** The packet with `text` in every place that can hold text from evidence. */
export const packetOfText = (text: string): IncidentPacketV1 =>
  buildPacket({
    title: text,
    headline: text,
    suspects: [{ entity: text, confidence: 0.5, statements: ['F-0000000000'] }],
    findings: [buildFinding(0, { claim: text, entity: text, rule: text })],
    hypotheses: [
      {
        ...buildFinding(0, { claim: text, entity: text }),
        id: 'H-0000000000',
        decide_by: { kind: 'query', title: text, body: text, why: text },
      },
    ],
    timeline: [{ at_ms: 1_772_538_000_000, kind: 'failure', entity: text, text, statement: null }],
    suspected_owners: [{ owner: text, confidence: 0.5, reason: text }],
    next_actions: [{ kind: 'command', title: text, body: text, why: text }],
    limits: [{ id: 'L-0000000001', code: 'timeout', collector: null, subject: text, message: text, fix: text }],
  });
