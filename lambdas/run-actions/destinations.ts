import type { SSMClient } from '@aws-sdk/client-ssm';
import type { Destinations, RepositoryLookups } from '@opsrunbook/actions';
import type { Clock } from '@opsrunbook/core';
import {
  createGitHubDestination,
  createRepositoryLookups,
  type GitHubConnection,
} from '@opsrunbook/destination-github';
import { createJiraDestination, type JiraConnection } from '@opsrunbook/destination-jira';
import { createTeamsDestination, type TeamsConnection } from '@opsrunbook/destination-teams';
import type { SecretSource } from '@opsrunbook/outbound';
import type { RunActionsEnv } from './env.ts';
import { secretParameter } from './secret-parameter.ts';

/** What the environment wires. */
export interface Wired {
  readonly destinations: Destinations;
  /** Undefined without GitHub: then repositories rest on the rules alone. */
  readonly lookups: RepositoryLookups | undefined;
}

export interface WiringOptions {
  readonly client: Pick<SSMClient, 'send'>;
  readonly clock: Clock;
  /** Rendering needs no connection: in a dry run every destination is there, whether its variables are or not. */
  readonly isDryRun: boolean;
}

/** The destinations whose variables are there; a missing secret is found out, and said, when it is needed. */
export const wireDestinations = (env: RunActionsEnv, { client, clock, isDryRun }: WiringOptions): Wired => {
  const secret = (name: string) => secretParameter({ client, name, clock });
  const gitHub = gitHubConnection(env, secret, clock);
  const unconnected = isDryRun ? UNCONNECTED : undefined;
  const jiraShown = jiraConnection(env, secret) ?? (unconnected && { ...unconnected.jira });
  const teamsShown = teamsConnection(env, secret) ?? unconnected?.teams;
  const gitHubShown = gitHub ?? (unconnected && { ...unconnected.gitHub, clock });
  return {
    destinations: {
      ...(jiraShown && { 'jira-ticket': createJiraDestination(jiraShown) }),
      ...(teamsShown && { 'teams-message': createTeamsDestination(teamsShown) }),
      ...(gitHubShown && { 'github-pull-request': createGitHubDestination(gitHubShown) }),
    },
    lookups: gitHub && createRepositoryLookups(gitHub),
  };
};

type Secret = (name: string) => SecretSource;

const NO_SECRET: SecretSource = { read: async () => undefined, forget: () => undefined };

/** Connections to nowhere: they render, and refuse whatever else is asked of them for want of a secret. */
const UNCONNECTED = {
  jira: { site: '', cloudId: null, email: null, apiToken: NO_SECRET },
  teams: { webhookUrl: NO_SECRET },
  gitHub: { appId: '', privateKey: NO_SECRET },
} as const;

const loopback = ({ ALLOW_LOOPBACK_DESTINATIONS: allowLoopback = false }: RunActionsEnv) => ({ allowLoopback });

const jiraConnection = (env: RunActionsEnv, secret: Secret): JiraConnection | undefined => {
  const { JIRA_SITE: site, JIRA_TOKEN_PARAMETER: parameter, JIRA_CLOUD_ID, JIRA_EMAIL } = env;
  if (site === undefined || parameter === undefined) return undefined;
  const account = { cloudId: JIRA_CLOUD_ID ?? null, email: JIRA_EMAIL ?? null };
  return { site, ...account, apiToken: secret(parameter), ...loopback(env) };
};

const teamsConnection = (env: RunActionsEnv, secret: Secret): TeamsConnection | undefined => {
  const parameter = env.TEAMS_WEBHOOK_PARAMETER;
  return parameter === undefined ? undefined : { webhookUrl: secret(parameter), ...loopback(env) };
};

const gitHubConnection = (env: RunActionsEnv, secret: Secret, clock: Clock): GitHubConnection | undefined => {
  const { GITHUB_APP_ID: appId, GITHUB_PRIVATE_KEY_PARAMETER: parameter, GITHUB_API_URL: apiUrl } = env;
  if (appId === undefined || parameter === undefined) return undefined;
  const connection = { appId, privateKey: secret(parameter), clock, ...loopback(env) };
  return apiUrl === undefined ? connection : { ...connection, apiUrl };
};
