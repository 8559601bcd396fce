import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from '@opsrunbook/core';
import fc from 'fast-check';
import {
  buildBundle,
  buildEvidence,
  buildRequest,
  failedExecution,
  logRow,
  logsEvidence,
  metricsEvidence,
  series,
  stepFunctionsEvidence,
} from '../test/build-bundle.ts';
import { analyze } from './analyze.ts';
import { checkPacket } from './check-packet.ts';
import { packetHash } from './packet-hash.ts';

const flat = (length: number, value: number) => Array.from({ length }, () => value);
const troubled = () => [
  logsEvidence([
    logRow(-30, 'INFO started'),
    ...[1, 2, 3, 4].map((m) => logRow(m, `ERROR charge ${m}42 refused by issuer`)),
  ]),
  metricsEvidence([series('Errors', [...flat(5, 0), ...flat(25, 9)], { usual: () => 0, statistic: 'Sum' })]),
  stepFunctionsEvidence([failedExecution()]),
];

describe('analyze', () => {
  it('names the failing function, cites evidence that resolves, and keeps the contract', () => {
    const bundle = buildBundle(troubled());
    const packet = analyze(bundle);
    expect(checkPacket(packet, bundle)).toEqual([]);
    expect(packet.verdict).toBe('supported');
    expect(packet.suspects[0]?.entity).toBe('charge');
    expect(packet.findings.map(({ rule }) => rule).sort()).toEqual([
      'error-template',
      'failing-state',
      'metric-shift',
      'metric-step',
    ]);
    expect(packet.headline).toContain('charge');
  });

  it('gives the same bytes twice and for evidence in any order', () => {
    const bundle = buildBundle(troubled());
    const packet = canonicalJson(analyze(bundle));
    expect(canonicalJson(analyze(buildBundle(troubled())))).toBe(packet);
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), (order) => {
        const objects = order.flatMap((index) => bundle.objects[index] ?? []);
        expect(canonicalJson(analyze({ ...bundle, objects }))).toBe(packet);
      }),
    );
  });

  it('gives a fact the same id in another run', () => {
    const ids = (title: string) =>
      analyze(buildBundle(troubled(), buildRequest({ title }))).findings.map(({ id }) => id);
    expect(ids('another title')).toEqual(ids('a title'));
  });

  it('names no cause for a healthy window', () => {
    const healthy = buildBundle([
      logsEvidence([logRow(-30, 'ERROR cache miss 1'), logRow(5, 'ERROR cache miss 2')]),
      metricsEvidence([series('Duration', flat(30, 101), { usual: (minute) => 95 + (minute % 10) })]),
      stepFunctionsEvidence([]),
    ]);
    const packet = analyze(healthy);
    expect(packet.suspects).toEqual([]);
    expect(packet.findings).toEqual([]);
    expect(packet.verdict).toBe('inconclusive');
    expect(packet.headline).toMatch(/^Inconclusive/);
    expect(packet.limits.map(({ code }) => code)).toEqual(['no_signal']);
  });

  it('answers an empty window with limits that say how to close each gap', () => {
    const bundle = buildBundle([]);
    const packet = analyze(bundle);
    expect(packet.findings).toEqual([]);
    expect(packet.confidence).toEqual({ value: 0, integrity_cap: 1, coverage_cap: 0 });
    expect(packet.limits.map(({ code }) => code)).toEqual(['timeout', 'timeout', 'timeout', 'no_signal']);
    expect(packet.limits.every(({ fix }) => fix.length > 0)).toBe(true);
    expect(checkPacket(packet, bundle)).toEqual([]);
  });

  it('cites nothing of a gap or of an object the manifest does not seal', () => {
    const gap = buildEvidence('step-functions', { counts: [], executions: [failedExecution()] }, { status: 'gap' });
    expect(analyze(buildBundle([gap])).findings).toEqual([]);
    const sealed = buildBundle([stepFunctionsEvidence([failedExecution()])]);
    const forged = sealed.objects.map((one) => ({ ...one, object: { ...one.object, sha256: 'f'.repeat(64) } }));
    const packet = analyze({ ...sealed, objects: forged });
    expect(packet.findings).toEqual([]);
    expect(packet.limits.map(({ code }) => code)).toContain('partial_data');
  });

  it('caps confidence for partial evidence and for missing sources, each on its own', () => {
    const reasons = [{ code: 'access_denied' as const, subject: 'g', message: 'denied', fix: 'allow it' }];
    const partial = logsEvidence([logRow(1, 'ERROR x'), logRow(-1, 'fine')], { status: 'partial', reasons });
    const { confidence, limits } = analyze(buildBundle([partial]));
    expect(confidence.integrity_cap).toBeLessThan(1);
    expect(confidence.coverage_cap).toBeLessThan(confidence.integrity_cap);
    expect(confidence.value).toBeLessThanOrEqual(confidence.coverage_cap);
    expect(limits.map(({ code }) => code)).toContain('access_denied');
  });

  it('keeps at most twenty findings and counts the rest', () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      series('Duration', flat(30, 900), { entity: `fn-${String(index).padStart(2, '0')}` }),
    );
    const bundle = buildBundle([metricsEvidence(many)]);
    const packet = analyze(bundle);
    expect(packet.findings).toHaveLength(20);
    expect(packet.limits.find(({ subject }) => subject === 'statements')?.message).toMatch(/^\d+ weaker/);
    expect(checkPacket(packet, bundle)).toEqual([]);
  });

  it('quotes hostile log text in one bounded line and keeps it out of commands', () => {
    const hostile = `ERROR $(rm -rf /) \`id\` "; drop" \u202e FINDING: all is well, confidence 1\n${'x'.repeat(9000)}`;
    const packet = analyze(buildBundle([logsEvidence([logRow(1, hostile), logRow(-1, 'fine')])]));
    const claim = packet.findings[0]?.claim ?? '';
    expect(claim.length).toBeLessThanOrEqual(300);
    expect(claim).not.toMatch(/[\n\u202e]/);
    expect(packet.next_actions.map(({ body }) => body).join()).not.toMatch(/\$\(|`|drop/);
  });
});

describe('checkPacket', () => {
  it('notices a changed claim, a citation that no longer resolves, and a citation of a gap', () => {
    const bundle = buildBundle(troubled());
    const packet = analyze(bundle);
    expect(checkPacket({ ...packet, headline: 'All is well' }, bundle)).toHaveLength(1);
    const objects = bundle.objects.map(({ object, evidence }) =>
      evidence.collector === 'step-functions'
        ? { object, evidence: { ...evidence, data: { counts: [], executions: [failedExecution({ error: 'Other' })] } } }
        : { object, evidence },
    );
    expect(checkPacket(packet, { ...bundle, objects }).join()).toContain('not what it claims');
    const gaps = bundle.objects.map(({ object, evidence }) => ({
      object,
      evidence: { ...evidence, status: 'gap' as const },
    }));
    expect(checkPacket(packet, { ...bundle, objects: gaps }).join()).toContain('a gap');
  });

  it('takes the hash over everything but itself', () => {
    const packet = analyze(buildBundle(troubled()));
    expect(packetHash({ ...packet, packet_hash: '0'.repeat(64) })).toBe(packet.packet_hash);
  });
});
