import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { DestinationSettings } from '../local-destinations.ts';

/** Operators write secrets with `npm run seed-parameters`; here they were made up for this run and open nothing. */
export const seedSecrets = async ({
  jiraToken,
  teamsWebhookUrl,
  gitHubPrivateKey,
}: DestinationSettings): Promise<void> => {
  const ssm = new SSMClient();
  const secrets = {
    'redaction-key': 'e2e-redaction-key-of-no-worth',
    'jira-token': jiraToken,
    'teams-webhook': teamsWebhookUrl,
    'github-private-key': gitHubPrivateKey,
  };
  for (const [name, Value] of Object.entries(secrets)) {
    const parameter = { Name: `/opsrunbook/e2e/${name}`, Type: 'SecureString', Overwrite: true } as const;
    await ssm.send(new PutParameterCommand({ ...parameter, Value }));
  }
};
