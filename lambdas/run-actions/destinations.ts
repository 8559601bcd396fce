import type { SSMClient } from '@aws-sdk/client-ssm';
import type { Destinations, RepositoryLookups } from '@opsrunbook/actions';
import type { Clock } from '@opsrunbook/core';
import {
  createGitHubDestination,
  createRepositoryLookups,
  type GitHubConnection,
} from '@opsrunbook/destination-github';
import { createJiraDestination } from '@opsrunbook/destination-jira';
import { createTeamsDestination } from '@opsrunbook/destination-teams';
import type { RunActionsEnv } from './env.ts';
import { secretParameter } from './secret-parameter.ts';

/** What the environment wires. */
export interface Wired {
  readonly destinations: Destinations;
  /** Undefined without GitHub: then repositories rest on the rules alone. */
  readonly lookups: RepositoryLookups | undefined;
}

/** The destinations whose variables are there; a missing secret is found out, and said, when it is needed. */
export const wireDestinations = (env: RunActionsEnv, client: Pick<SSMClient, 'send'>, clock: Clock): Wired => {
  const secret = (name: string) => secretParameter({ client, name, clock });
  const gitHub = gitHubConnection(env, secret, clock);
  return {
    destinations: {
      ...(env.JIRA_SITE !== undefined &&
        env.JIRA_TOKEN_PARAMETER !== undefined && {
          'jira-ticket': createJiraDestination({
            site: env.JIRA_SITE,
            cloudId: env.JIRA_CLOUD_ID ?? null,
            email: env.JIRA_EMAIL ?? null,
            apiToken: secret(env.JIRA_TOKEN_PARAMETER),
          }),
        }),
      ...(env.TEAMS_WEBHOOK_PARAMETER !== undefined && {
        'teams-message': createTeamsDestination({ webhookUrl: secret(env.TEAMS_WEBHOOK_PARAMETER) }),
      }),
      ...(gitHub !== undefined && { 'github-pull-request': createGitHubDestination(gitHub) }),
    },
    lookups: gitHub && createRepositoryLookups(gitHub),
  };
};

const gitHubConnection = (
  { GITHUB_APP_ID: appId, GITHUB_PRIVATE_KEY_PARAMETER: parameter }: RunActionsEnv,
  secret: (name: string) => GitHubConnection['privateKey'],
  clock: Clock,
): GitHubConnection | undefined =>
  appId === undefined || parameter === undefined ? undefined : { appId, privateKey: secret(parameter), clock };
