import { describe, expect, it } from '@jest/globals';
import {
  type EvidenceV1,
  type IncidentPacketV1,
  type RepoMappingV1,
  RepositoryResolutionV1,
} from '@opsrunbook/contracts';
import { DependencyError } from '@opsrunbook/core';
import { packetOf } from '../../../testing/src/actions/packet-of.ts';
import type { RepositoryLookups } from '../lookup-ports.ts';
import { resolveRepository } from './resolve-repository.ts';

const COMMIT = 'b'.repeat(40);

const rule = (id: string, match: object, repository = `example-org/${id}`) => ({
  id,
  match: { services: [], resources: [], log_groups: [], ...match },
  repository,
});
const mappingOf = (...rules: RepoMappingV1['rules']): RepoMappingV1 => ({ schema_version: '1', rules });

const logs = (...messages: readonly string[]): EvidenceV1 => {
  const { incident_id, run_id, window, baseline } = packetOf();
  const row = { at_ms: 1, period: 'window' as const, group: '/aws/lambda/pay', stream: 's' };
  return {
    schema_version: '1',
    collector: 'cloudwatch-logs',
    incident_id,
    run_id,
    window,
    baseline,
    status: 'ok',
    reasons: [],
    cut: [],
    spent: { api_calls: 1, scanned_bytes: 0 },
    redactions: {},
    data: { bin_seconds: 60, groups: [], bins: [], rows: messages.map((message) => ({ ...row, message })) },
  };
};

const lookupsWith = (changes: Partial<RepositoryLookups> = {}): RepositoryLookups => ({
  deployedRevision: async () => ({ revision: COMMIT, source: 'tag git-commit of the function' }),
  paths: async () => ({ paths: ['src/pay.ts'], complete: true }),
  codeOwners: async () => ['@example-org/payments'],
  ...changes,
});

const suspects = (...entities: readonly string[]): Partial<IncidentPacketV1> => ({
  suspects: entities.map((entity) => ({ entity, confidence: 0.9, statements: ['F-0123456789'] })),
});

interface Given {
  readonly packet?: Partial<IncidentPacketV1>;
  readonly mapping?: RepoMappingV1;
  readonly evidence?: readonly EvidenceV1[];
  readonly lookups?: RepositoryLookups;
}

const resolve = async ({ packet = {}, mapping = mappingOf(), evidence = [], lookups }: Given) => {
  const scope = { log_groups: ['/aws/lambda/pay'] };
  return RepositoryResolutionV1.parse(
    await resolveRepository({ packet: packetOf(packet), scope, mapping, evidence }, lookups),
  );
};

const OWNED = { suspected_owners: [{ owner: 'example-org/shop', confidence: 0.5, reason: 'catalogue' }] };

describe('resolveRepository', () => {
  it('finds nothing when nobody named a repository, and says where to', async () => {
    const found = await resolve({ evidence: [logs('at x (/var/task/dist/pay.js:1:1)')], lookups: lookupsWith() });
    expect(found).toMatchObject({ chosen: null, confidence: 0, candidates: [] });
    expect(found.reason).toContain('config/repo_mapping.json');
  });

  it.each([
    ['the service', { services: ['checkout'] }],
    ['a log group', { log_groups: ['^/aws/lambda/p*'] }],
    ['a suspected resource', { resources: ['^pay-*'] }],
  ])('trusts a rule about %s with 0.95', async (_, match) => {
    const found = await resolve({ packet: suspects('pay-api'), mapping: mappingOf(rule('one', match)) });
    expect(found).toMatchObject({ chosen: 'example-org/one', confidence: 0.95 });
  });

  it('prefers the rule about the leading suspect to the one about the service', async () => {
    const mapping = mappingOf(rule('shop', { services: ['checkout'] }), rule('pay', { resources: ['^pay-*'] }));
    const found = await resolve({ packet: suspects('pay-api'), mapping });
    expect(found.chosen).toBe('example-org/pay');
    expect(found.candidates.map(({ repository }) => repository)).toEqual(['example-org/pay', 'example-org/shop']);
  });

  it('chooses none of two rules that are equally close', async () => {
    const mapping = mappingOf(rule('one', { services: ['checkout'] }), rule('two', { services: ['checkout'] }));
    expect(await resolve({ mapping })).toMatchObject({ chosen: null, confidence: 0, candidates: [{}, {}] });
  });

  it('trusts verified stack traces in the catalogue’s repository with 0.85 and asks for its owners', async () => {
    const evidence = [logs('at charge (/var/task/dist/pay.js:1:1)')];
    const found = await resolve({ packet: OWNED, evidence, lookups: lookupsWith() });
    expect(found).toMatchObject({
      chosen: 'example-org/shop',
      confidence: 0.85,
      revision: COMMIT,
      code_owners: ['@example-org/payments'],
      candidates: [{ files: [{ path: 'src/pay.ts', line: null, frames: 1 }] }],
    });
  });

  it('keeps an owner at 0.5 when no frame leads into its repository', async () => {
    const evidence = [logs('at charge (/var/task/dist/other.js:1:1)')];
    const found = await resolve({ packet: OWNED, evidence, lookups: lookupsWith() });
    expect(found).toMatchObject({ chosen: 'example-org/shop', confidence: 0.5, code_owners: [] });
  });

  it('verifies nothing when nobody knows which commit runs, and says so', async () => {
    const lookups = lookupsWith({ deployedRevision: async () => undefined });
    const found = await resolve({ packet: OWNED, evidence: [logs('at x (/var/task/pay.js:1:1)')], lookups });
    expect(found).toMatchObject({ confidence: 0.5, revision: null });
    expect(found.reason).toContain('nobody knows which commit');
  });

  it('rests on the rules when the provider fails, and says so', async () => {
    const failing = async () => {
      throw new DependencyError('github_unavailable', 'GitHub does not answer');
    };
    const mapping = mappingOf(rule('one', { services: ['checkout'] }));
    const found = await resolve({ mapping, lookups: lookupsWith({ deployedRevision: failing }) });
    expect(found).toMatchObject({ chosen: 'example-org/one', confidence: 0.95 });
    expect(found.reason).toContain('github_unavailable');
  });

  it('never makes a repository of what a log line says', async () => {
    const hostile = logs('at x (/var/task/evil-org/evil/pay.js:1:1)', 'https://github.com/evil-org/evil');
    const found = await resolve({ packet: OWNED, evidence: [hostile], lookups: lookupsWith() });
    expect(found.candidates.map(({ repository }) => repository)).toEqual(['example-org/shop']);
  });

  it('gives the same for evidence in another order', async () => {
    const evidence = [logs('at x (/var/task/pay.js:1:1)', 'at x (/var/task/pay.js:2:1)'), logs('nothing')];
    const one = await resolve({ packet: OWNED, evidence, lookups: lookupsWith() });
    expect(await resolve({ packet: OWNED, evidence: evidence.toReversed(), lookups: lookupsWith() })).toEqual(one);
  });
});
