import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { startGitHubFake, startJiraFake, startTeamsFake } from '@opsrunbook/local';
import type { DestinationSettings } from './local-destinations.ts';

/** What stands at the fakes: one of each is what an incident should leave behind, however often it is delivered. */
export interface Standing {
  readonly tickets: number;
  readonly messages: number;
  readonly branches: number;
  readonly pullRequests: number;
}

/** Jira, GitHub and Teams on this machine, with secrets made up for this run. */
export interface LiveFakes {
  readonly settings: DestinationSettings;
  standing(): Standing;
  close(): Promise<void>;
}

/** Starts a provider of each kind on a free loopback port; each enforces its real rules. */
export const startLiveFakes = async (repository: string): Promise<LiveFakes> => {
  const jira = await startJiraFake({ searchLagMs: 0 });
  const teams = await startTeamsFake();
  const gitHub = await startGitHubFake({ repository });
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    settings: {
      jiraSite: jira.url,
      jiraEmail: 'opsrunbook@example.com',
      jiraToken: `obviously-fake-${randomBytes(12).toString('hex')}`,
      teamsWebhookUrl: teams.webhookUrl,
      gitHubAppId: '1',
      gitHubPrivateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      gitHubApiUrl: gitHub.url,
      gitHubWebUrl: gitHub.url,
      allowLoopback: true,
    },
    standing: () => ({
      tickets: jira.issues.length,
      messages: teams.messages.length,
      branches: [...gitHub.repository.branches.keys()].filter((name) => name.startsWith('opsrunbook/')).length,
      pullRequests: gitHub.repository.pulls.length,
    }),
    close: async () => {
      await Promise.all([jira.close(), teams.close(), gitHub.close()]);
    },
  };
};
