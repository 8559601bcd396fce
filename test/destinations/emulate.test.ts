import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGitHubDestination } from '@opsrunbook/destination-github';
import { createEmulator, type Emulator } from 'emulate';
import { buildPacket, fakeSecret, gitHubAction, renderContext } from '../../packages/testing/src/destinations/index.ts';
import { FakeClock } from '../../packages/testing/src/fake-clock.ts';
import { actAsRendered } from './rendered.ts';

const SEED = {
  github: {
    users: [{ login: 'octo-dev' }],
    orgs: [{ login: 'example-org', members: [{ login: 'octo-dev', role: 'admin' }] }],
    repos: [{ owner: 'example-org', name: 'checkout', auto_init: true }],
    apps: [
      {
        app_id: 12_345,
        slug: 'opsrunbook',
        name: 'OpsRunbook',
        permissions: { contents: 'write', pull_requests: 'write', issues: 'write', metadata: 'read' },
        installations: [{ installation_id: 100, account: 'example-org', repository_selection: 'all' }],
      },
    ],
  },
};

/**
 * A second opinion besides our own fake. A duplicate pull request is not tried: emulate 0.12.2 answers
 * 201 to it. Nor are labels: it wants issues:write for them, GitHub is content with pull_requests:write.
 */
describe('GitHub flows against the emulate server', () => {
  let github: Emulator;
  const scenario = () => {
    const secret = github.generatedSecrets.find(({ kind }) => kind === 'github.app_private_key');
    const connection = { appId: '12345', privateKey: fakeSecret(secret?.value), clock: new FakeClock() };
    const destination = createGitHubDestination({
      ...connection,
      apiUrl: github.url.replace('localhost', '127.0.0.1'),
      allowLoopback: true,
    });
    const action = gitHubAction('first', { reviewers: ['@octo-dev'], labels: [] });
    const contextOf = (packet: ReturnType<typeof buildPacket>, overrides = {}) =>
      renderContext(action, packet, overrides);
    return { destination, contextOf, action };
  };

  beforeAll(async () => {
    github = await createEmulator({ service: 'github', port: 0, seed: SEED });
  });
  afterAll(() => github.close());

  it('opens the pull request with the report, and finds it again', async () => {
    const { destination, contextOf, action } = scenario();
    const { outcome } = await actAsRendered({ destination, contextOf }, buildPacket());
    expect(outcome).toMatchObject({ outcome: 'landed', adopted: false });
    expect(outcome).not.toHaveProperty('note');
    const call = { signal: new AbortController().signal, timeoutMs: 2_000, proceed: async () => undefined };
    const found = await destination.look({ action, marker: action.marker, mark: null, known: null }, call);
    expect(found).toMatchObject({ outcome: 'found', appliedAid: action.aid, settledByPerson: false });
  });

  it('takes the report of a later run onto the same branch', async () => {
    const { destination, contextOf } = scenario();
    const later = buildPacket({ headline: 'later', started_at: '2026-03-03T13:00:00Z' });
    const overrides = { action: gitHubAction('later'), existing: { ref: '1', url: null } };
    const { outcome } = await actAsRendered({ destination, contextOf }, later, { overrides });
    expect(outcome).toMatchObject({ outcome: 'landed', object: { ref: '1' } });
  });
});
