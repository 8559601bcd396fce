import type { ActionsSwitches, Destinations } from '@opsrunbook/actions';
import type { Clock } from '@opsrunbook/core';
import { createGitHubDestination, createRepositoryLookups } from '@opsrunbook/destination-github';
import { createJiraDestination } from '@opsrunbook/destination-jira';
import { createTeamsDestination } from '@opsrunbook/destination-teams';
import type { ActionsSetup } from '@opsrunbook/local';

/** Where actions take effect, and the secrets for it; what is missing is said when it is needed. */
export interface DestinationSettings {
  readonly jiraSite?: string | undefined;
  readonly jiraCloudId?: string | undefined;
  readonly jiraEmail?: string | undefined;
  readonly jiraToken?: string | undefined;
  readonly teamsWebhookUrl?: string | undefined;
  readonly gitHubAppId?: string | undefined;
  readonly gitHubPrivateKey?: string | undefined;
  readonly gitHubApiUrl?: string | undefined;
  readonly gitHubWebUrl?: string | undefined;
  /** For the local fakes only: plain HTTP to 127.0.0.1. */
  readonly allowLoopback?: boolean | undefined;
}

const secret = (value: string | undefined) => ({ read: async () => value, forget: () => undefined });

/**
 * Every destination, also without its secrets: a dry run renders what would be sent and needs none. The site of a Jira that was not
 * named is a reserved name that resolves nowhere.
 */
export const destinationsOf = (
  settings: DestinationSettings,
  clock: Clock,
): Pick<ActionsSetup, 'destinations' | 'lookups'> => {
  const loopback = settings.allowLoopback === true ? { allowLoopback: true } : {};
  const gitHub = {
    appId: settings.gitHubAppId ?? '0',
    privateKey: secret(settings.gitHubPrivateKey),
    clock,
    ...(settings.gitHubApiUrl === undefined ? {} : { apiUrl: settings.gitHubApiUrl }),
    ...(settings.gitHubWebUrl === undefined ? {} : { webUrl: settings.gitHubWebUrl }),
    ...loopback,
  };
  const destinations: Destinations = {
    'jira-ticket': createJiraDestination({
      site: settings.jiraSite ?? 'https://jira.invalid',
      cloudId: settings.jiraCloudId ?? null,
      email: settings.jiraEmail ?? null,
      apiToken: secret(settings.jiraToken),
      ...loopback,
    }),
    'github-pull-request': createGitHubDestination(gitHub),
    'teams-message': createTeamsDestination({ webhookUrl: secret(settings.teamsWebhookUrl), ...loopback }),
  };
  return { destinations, lookups: settings.gitHubAppId === undefined ? undefined : createRepositoryLookups(gitHub) };
};

/** What `.env` or the shell says: see docs/actions.md. */
export const settingsFromEnvironment = (env: NodeJS.ProcessEnv): DestinationSettings => ({
  jiraSite: env.JIRA_SITE,
  jiraCloudId: env.JIRA_CLOUD_ID,
  jiraEmail: env.JIRA_EMAIL,
  jiraToken: env.JIRA_TOKEN,
  teamsWebhookUrl: env.TEAMS_WEBHOOK_URL,
  gitHubAppId: env.GITHUB_APP_ID,
  gitHubPrivateKey: env.GITHUB_PRIVATE_KEY,
});

/** What the environment switches; actions stay dry runs unless `ACTIONS_DRY_RUN` is `false`. */
export const switchesFromEnvironment = (env: NodeJS.ProcessEnv): ActionsSwitches => ({
  dryRun: env.ACTIONS_DRY_RUN !== 'false',
  pullRequests: env.ENABLE_GITHUB_PR_ACTION === 'true',
  confidenceThreshold: env.PR_CONFIDENCE_THRESHOLD === undefined ? undefined : Number(env.PR_CONFIDENCE_THRESHOLD),
});
