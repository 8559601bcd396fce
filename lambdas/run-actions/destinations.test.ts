import { describe, expect, it } from '@jest/globals';
import { FakeClock } from '@opsrunbook/testing';
import { wireDestinations } from './destinations.ts';
import { RunActionsEnv } from './env.ts';

const DEPLOYED = {
  INCIDENTS_TABLE: 'incidents',
  PACKETS_TABLE: 'packets',
  EVIDENCE_BUCKET: 'evidence',
  EVENT_BUS_NAME: 'bus',
  ACCOUNT_ID: '123456789012',
  REDACTION_KEY_PARAMETER: '/opsrunbook/test/redaction-key',
  AUTOMATION_ENABLED_PARAMETER: '/opsrunbook/test/automation-enabled',
  JIRA_TOKEN_PARAMETER: '/opsrunbook/test/jira-token',
  TEAMS_WEBHOOK_PARAMETER: '/opsrunbook/test/teams-webhook',
  GITHUB_PRIVATE_KEY_PARAMETER: '/opsrunbook/test/github-private-key',
};

const client = {
  send: () => {
    throw new Error('wiring reads nothing');
  },
};

const wired = (variables: Readonly<Record<string, string>>, { isDryRun }: { readonly isDryRun: boolean }) =>
  wireDestinations(RunActionsEnv.parse({ ...DEPLOYED, ...variables }), { client, clock: new FakeClock(), isDryRun });

const JIRA = { JIRA_SITE: 'https://example.atlassian.net' };
const GITHUB = { GITHUB_APP_ID: '1' };

describe('the destinations of a deployment', () => {
  it('all render in a dry run, also those that are not configured, and nobody is asked about repositories', () => {
    const { destinations, lookups } = wired({}, { isDryRun: true });
    expect(Object.keys(destinations).sort()).toEqual(['github-pull-request', 'jira-ticket', 'teams-message']);
    expect(lookups).toBeUndefined();
  });

  it.each([
    ['nothing', {}, ['teams-message']],
    ['Jira', JIRA, ['jira-ticket', 'teams-message']],
    ['GitHub', GITHUB, ['github-pull-request', 'teams-message']],
  ])('are only those that can act when it sends: %s is configured', (_what, variables, kinds) => {
    expect(Object.keys(wired(variables, { isDryRun: false }).destinations).sort()).toEqual(kinds);
  });

  it('ask GitHub about repositories when there is an App, also in a dry run', () => {
    expect(wired(GITHUB, { isDryRun: true }).lookups).toBeDefined();
  });

  it.each(['http://example.atlassian.net', 'http://127.0.0.2', 'ftp://127.0.0.1'])('never are %s', (site) => {
    expect(() => wired({ JIRA_SITE: site }, { isDryRun: false })).toThrow(/JIRA_SITE/);
  });
});
