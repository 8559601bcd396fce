import { describe, expect, it } from '@jest/globals';
import { createJiraDestination } from '@opsrunbook/destination-jira';
import {
  buildPacket,
  countedCall,
  fakeSecret,
  jiraAction,
  SECOND_GATE,
} from '../../packages/testing/src/destinations/index.ts';
import { jiraScenario } from './scenarios.ts';

const MARK = { newest_key: null };

describe('the connection to Jira', () => {
  it('is reached with a scoped token through the gateway path, and with a service account as Bearer', async () => {
    const { fake, close } = await jiraScenario();
    const cloudId = '11111111-2222-3333-4444-555555555555';
    const connection = {
      site: fake.url,
      cloudId,
      email: null,
      apiToken: fakeSecret('fake-scoped'),
      allowLoopback: true,
    };
    const destination = createJiraDestination(connection);
    expect(await destination.prepare({ action: jiraAction(), previous: null }, countedCall())).toMatchObject({
      outcome: 'ready',
    });
    const [request] = fake.requests;
    expect(request?.path).toBe(`/ex/jira/${cloudId}/rest/api/3/search/jql`);
    expect(request?.headers.authorization).toBe('Bearer fake-scoped');
    await close();
  });

  it.each([
    ['site', { site: 'not an address' }],
    ['cloud id', { cloudId: '../evil' }],
    ['e-mail', { email: 'nobody' }],
    ['token', { apiToken: fakeSecret('two\nlines') }],
  ])('is not sent with a %s that cannot be one', async (_what, wrong) => {
    const { connection, close } = await jiraScenario();
    const destination = createJiraDestination({ ...connection, allowLoopback: true, ...wrong });
    const action = jiraAction();
    const payload = SECOND_GATE.pass(destination.render({ ...(await jiraScenarioContext()), action }));
    const request = { action, marker: action.marker, payload, mark: MARK, existing: null };
    expect(await destination.act(request, countedCall())).toMatchObject({
      outcome: 'refused',
      reason: { code: 'jira_config' },
    });
    await close();
  });
});

const jiraScenarioContext = async () => {
  const scenario = await jiraScenario();
  await scenario.close();
  return scenario.contextOf(buildPacket());
};
