import { describe, expect, it } from '@jest/globals';
import { ActionsConfigV1, type RepositoryResolutionV1, type Verdict } from '@opsrunbook/contracts';
import { resolutionOf } from '../../testing/src/actions/packet-of.ts';
import { gatesOf } from './gates.ts';

const CONFIGURED = { jira: { project_key: 'OPS' }, teams: {}, github: { enabled: true } };

const asked = (
  kind: Parameters<typeof gatesOf>[0],
  settings: object = CONFIGURED,
  { verdict = 'supported', resolution = {} }: { verdict?: Verdict; resolution?: Partial<RepositoryResolutionV1> } = {},
) => {
  const config = ActionsConfigV1.parse({ schema_version: '1', ...settings });
  return gatesOf(kind, { packet: { verdict }, config, resolution: resolutionOf(resolution) });
};

/** The gates that do not pass. */
const closed = (...args: Parameters<typeof asked>) =>
  asked(...args).flatMap(({ gate, passed }) => (passed ? [] : gate));

describe('the gates of a plan', () => {
  it.each(['jira-ticket', 'teams-message', 'github-pull-request'] as const)('pass %s when it is configured', (kind) => {
    expect(closed(kind)).toEqual([]);
  });

  it.each([
    ['jira-ticket', 'jira.project_key'],
    ['teams-message', 'teams.channel'],
    ['github-pull-request', 'set github in config/actions.json'],
  ] as const)('stop %s when it is not configured, and name the setting', (kind, setting) => {
    const gates = asked(kind, {});
    expect(gates).toMatchObject([{ gate: 'configured', passed: false }]);
    expect(gates[0]?.reason).toContain(setting);
  });

  it('stop pull requests while they are off', () => {
    expect(closed('github-pull-request', { github: {} })).toEqual(['pull_requests_enabled']);
  });

  it('stop a pull request of an inconclusive packet, but not its ticket or message', () => {
    const inconclusive = { verdict: 'inconclusive' } as const;
    expect(closed('github-pull-request', CONFIGURED, inconclusive)).toEqual(['verdict']);
    expect(closed('jira-ticket', CONFIGURED, inconclusive)).toEqual([]);
    expect(closed('teams-message', CONFIGURED, inconclusive)).toEqual([]);
  });

  it('let a likely verdict open a pull request', () => {
    expect(closed('github-pull-request', CONFIGURED, { verdict: 'likely' })).toEqual([]);
  });

  it('stop a pull request without a repository', () => {
    const resolution = { chosen: null, confidence: 0, reason: 'two are equally likely' };
    expect(closed('github-pull-request', CONFIGURED, { resolution })).toEqual(['repository', 'confidence']);
  });

  it.each([
    [0.7, []],
    [0.6999, ['confidence']],
    [0.85, []],
  ])('compare the confidence %d with the threshold 0.7, which passes itself', (confidence, expected) => {
    expect(closed('github-pull-request', CONFIGURED, { resolution: { confidence } })).toEqual(expected);
  });

  it('give every decision a reason', () => {
    for (const { reason } of asked('github-pull-request', { github: {} })) expect(reason).not.toBe('');
  });
});
