import { describe, expect, it } from '@jest/globals';
import { createRepositoryLookups } from '@opsrunbook/destination-github';
import { buildPacket, countedCall, gitHubAction, SECOND_GATE } from '../../packages/testing/src/destinations/index.ts';
import { actAsRendered } from './rendered.ts';
import { gitHubScenario } from './scenarios.ts';

describe('the connection to GitHub', () => {
  it.each([
    ['a secondary limit without a header', {}, 60_000],
    ['retry-after', { 'retry-after': '7' }, 7_000],
    [
      'the time its limit is reset',
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1772539290', date: 'Tue, 03 Mar 2026 12:01:00 GMT' },
      30_000,
    ],
  ])('waits for %s', async (_what, headers, retryAfterMs) => {
    const scenario = await gitHubScenario();
    const body = { message: 'You have exceeded a secondary rate limit' };
    scenario.fail({ on: scenario.creating, answer: { status: 403, headers, body } });
    expect((await actAsRendered(scenario, buildPacket())).outcome).toMatchObject({
      outcome: 'refused',
      retryable: true,
      retryAfterMs,
    });
    await scenario.close();
  });

  it('says what is wrong with a private key, and sends nothing', async () => {
    const scenario = await gitHubScenario();
    scenario.secret.value = '-----BEGIN RSA PRIVATE KEY-----\nobviously fake\n-----END RSA PRIVATE KEY-----';
    const action = gitHubAction();
    const payload = SECOND_GATE.pass(scenario.destination.render(scenario.contextOf(buildPacket())));
    const request = { action, marker: action.marker, payload, mark: {}, existing: null };
    expect(await scenario.destination.act(request, countedCall())).toMatchObject({
      outcome: 'refused',
      reason: { code: 'github_private_key', message: expect.stringContaining('cannot be read') },
    });
    expect(scenario.requests()).toBe(0);
    await scenario.close();
  });
});

describe('createRepositoryLookups', () => {
  const files = { 'src/a.ts': 'a', '.github/CODEOWNERS': '* @octo-dev\n/src/ @example-org/payments\n' };

  it('lists paths and finds the owners of files', async () => {
    const { connection, close } = await gitHubScenario({ files });
    const { paths, codeOwners } = createRepositoryLookups(connection);
    const at = { repository: 'example-org/checkout', revision: 'main' };
    expect(await paths(at)).toEqual({ paths: ['.github/CODEOWNERS', 'src/a.ts'], complete: true });
    expect(await codeOwners({ ...at, paths: ['src/a.ts'] })).toEqual(['@example-org/payments']);
    expect(await paths({ ...at, revision: 'gone' })).toBeUndefined();
    await close();
  });

  it('tells which commit runs: the newest deployment to the environment that succeeded', async () => {
    const { connection, fake, close } = await gitHubScenario({ files });
    const environment = 'prod';
    fake.repository.deployments.push(
      { id: 4, sha: 'd'.repeat(40), environment: 'staging', state: 'success' },
      { id: 3, sha: 'c'.repeat(40), environment, state: 'failure' },
      { id: 2, sha: 'b'.repeat(40), environment, state: 'success' },
    );
    const { deployedRevision } = createRepositoryLookups(connection);
    const of = { repository: 'example-org/checkout', service: 'checkout', environment };
    expect(await deployedRevision(of)).toEqual({ revision: 'b'.repeat(40), source: 'deployment 2 to prod' });
    expect(await deployedRevision({ ...of, environment: 'qa' })).toBeUndefined();
    await close();
  });

  it('rejects when GitHub does not answer, instead of saying that there is nothing', async () => {
    const { connection, fail, close } = await gitHubScenario({ files });
    fail({ on: /\/git\/trees\//, answer: { status: 502 } });
    const { paths } = createRepositoryLookups(connection);
    const at = { repository: 'example-org/checkout', revision: 'main' };
    await expect(paths(at)).rejects.toMatchObject({ name: 'Dependency' });
    await close();
  });
});
