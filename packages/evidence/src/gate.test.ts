import { describe, expect, it } from '@jest/globals';
import { type EvidenceV1, RedactionPolicyV1 } from '@opsrunbook/contracts';
import policy from '../../../config/redaction.json' with { type: 'json' };
import { createGate } from './gate.ts';
import { createRedactor } from './redaction/index.ts';

const gate = createGate(createRedactor(RedactionPolicyV1.parse(policy), { hmacKey: Buffer.from('a key for tests') }));
const row = (at_ms: number, stream: string, message: string) => ({
  at_ms,
  period: 'window' as const,
  group: '/aws/lambda/a',
  stream,
  message,
});

const evidence = (rows: ReturnType<typeof row>[]): EvidenceV1 => ({
  schema_version: '1',
  collector: 'cloudwatch-logs',
  incident_id: 'inc-20260303t120000-0123456789',
  run_id: 'run-20260303t120000000-01234567',
  window: { start: '2026-03-03T10:00:00.000Z', end: '2026-03-03T11:00:00.000Z' },
  baseline: { start: '2026-03-03T09:00:00.000Z', end: '2026-03-03T10:00:00.000Z' },
  status: 'partial',
  reasons: [
    { code: 'access_denied', subject: '/aws/lambda/eve@example.com', message: 'denied', fix: 'grant logs:StartQuery' },
  ],
  cut: [],
  spent: { api_calls: 1, scanned_bytes: 0 },
  redactions: {},
  data: { bin_seconds: 60, groups: ['/aws/lambda/a'], bins: [], rows },
});

const messages = (gated: { readonly value: EvidenceV1 }) =>
  gated.value.collector === 'cloudwatch-logs' ? gated.value.data.rows.map(({ message }) => message) : [];

describe('the gate', () => {
  it('redacts log rows and everything around them, and writes the counts into the evidence', () => {
    const gated = gate.passEvidence(evidence([row(1, 's', 'login of bob@example.com failed')]));
    expect(messages(gated)[0]).toMatch(/^login of \[redacted:email:[0-9a-f]{8}\] failed$/);
    expect(gated.value.reasons[0]?.subject).not.toContain('eve@example.com');
    expect(gated.value.redactions).toEqual({ email: 2 });
  });

  it('keeps rows in their order and number when streams interleave', () => {
    const rows = [row(1, 'a', 'one'), row(2, 'b', 'two'), row(3, 'a', 'three'), row(4, 'b', 'four')];
    expect(messages(gate.passEvidence(evidence(rows)))).toEqual(['one', 'two', 'three', 'four']);
  });

  it('finds a private key whose lines are separate events of one stream', () => {
    const body = Buffer.from('not a key, only as long as one '.repeat(4)).toString('base64');
    const lines = [
      '-----BEGIN RSA PRIVATE KEY-----',
      body.slice(0, 64),
      body.slice(64, 128),
      '-----END RSA PRIVATE KEY-----',
    ];
    const text = messages(gate.passEvidence(evidence(lines.map((line, at) => row(at, 's', line))))).join('\n');
    for (const piece of lines.slice(1, 3)) expect(text).not.toContain(piece);
  });

  it('drops what a terminal or a reader could be fooled with', () => {
    expect(messages(gate.passEvidence(evidence([row(1, 's', 'a\u001b[31mb\u202ec\u0000d\u{e0041}e\ud800')])))).toEqual([
      'abcde\ufffd',
    ]);
  });

  it('cuts a message after redacting it, so that no half of a secret is left at the end', () => {
    const secret = `ghp_${'a1B2'.repeat(9)}`;
    const message = `${'x '.repeat(4090)}${secret}`;
    const [kept = ''] = messages(gate.passEvidence(evidence([row(1, 's', message)])));
    expect(kept.length).toBeLessThanOrEqual(8192);
    expect(kept).not.toContain(secret.slice(0, 8));
  });

  it('changes nothing the second time', () => {
    const once = gate.passEvidence(evidence([row(1, 's', 'token=abcdefgh12345678 for bob@example.com')]));
    expect(messages(gate.passEvidence(once.value))).toEqual(messages(once));
  });
});
