import { generateKeyPairSync } from 'node:crypto';
import { createGitHubDestination, type GitHubPayload } from '@opsrunbook/destination-github';
import { createJiraDestination, type JiraPayload } from '@opsrunbook/destination-jira';
import { createTeamsDestination, type TeamsPayload } from '@opsrunbook/destination-teams';
import {
  type GitHubFakeOptions,
  type JiraFakeOptions,
  startGitHubFake,
  startJiraFake,
  startTeamsFake,
} from '../../packages/local/src/live-fakes/index.ts';
import {
  type DestinationScenario,
  fakeSecret,
  gitHubAction,
  jiraAction,
  renderContext,
  teamsAction,
} from '../../packages/testing/src/destinations/index.ts';
import { FakeClock } from '../../packages/testing/src/fake-clock.ts';

/** Made for this test run; nothing else knows it. */
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const FAKE_PEM = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
/** An address that is none of the provider's. */
const ELSEWHERE = 'https://elsewhere.example';

/** Jira behind its fake. */
export const jiraScenario = async (options: JiraFakeOptions = {}) => {
  const fake = await startJiraFake(options);
  const secret = fakeSecret('obviously-fake-token');
  const connection = { site: fake.url, cloudId: null, email: 'bot@example.com', apiToken: secret };
  const scenario: DestinationScenario<'jira-ticket', JiraPayload> = {
    destination: createJiraDestination({ ...connection, allowLoopback: true }),
    guarded: createJiraDestination({ ...connection, site: ELSEWHERE }),
    contextOf: (packet, overrides) => renderContext(jiraAction(), packet, overrides),
    secret,
    fail: fake.fail,
    requests: () => fake.requests.length,
    effects: () => fake.issues.length,
    creating: /^POST \/rest\/api\/3\/issue$/,
    close: fake.close,
  };
  return { ...scenario, fake, connection };
};

/** GitHub behind its fake. */
export const gitHubScenario = async (options: GitHubFakeOptions = {}) => {
  const files = { 'README.md': '# checkout\n', 'src/payment/charge.ts': 'export const charge = 1;\n' };
  const fake = await startGitHubFake({ files, collaborators: ['octo-dev', 'payments'], ...options });
  const secret = fakeSecret(FAKE_PEM);
  const connection = { appId: '12345', privateKey: secret, clock: new FakeClock() };
  const scenario: DestinationScenario<'github-pull-request', GitHubPayload> = {
    destination: createGitHubDestination({ ...connection, apiUrl: fake.url, allowLoopback: true }),
    guarded: createGitHubDestination({ ...connection, apiUrl: fake.url }),
    contextOf: (packet, overrides) => renderContext(gitHubAction(), packet, overrides),
    secret,
    fail: fake.fail,
    requests: () => fake.requests.length,
    effects: () => fake.repository.pulls.length,
    creating: /^POST \/repos\/[^/]+\/[^/]+\/pulls$/,
    close: fake.close,
  };
  return { ...scenario, fake, connection: { ...connection, apiUrl: fake.url, allowLoopback: true } };
};

/** Teams behind its fake. */
export const teamsScenario = async () => {
  const fake = await startTeamsFake();
  const secret = fakeSecret(fake.webhookUrl);
  const scenario: DestinationScenario<'teams-message', TeamsPayload> = {
    destination: createTeamsDestination({ webhookUrl: secret, allowLoopback: true }),
    guarded: createTeamsDestination({ webhookUrl: secret }),
    contextOf: (packet, overrides) => renderContext(teamsAction(), packet, overrides),
    secret,
    fail: fake.fail,
    requests: () => fake.requests.length,
    effects: () => fake.messages.length,
    creating: /^POST \/workflows\//,
    close: fake.close,
  };
  return { ...scenario, fake };
};
