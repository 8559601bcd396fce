import { describe, expect, it } from '@jest/globals';
import { buildPacket, countedCall, gitHubAction } from '../../packages/testing/src/destinations/index.ts';
import { actAsRendered } from './rendered.ts';
import { gitHubScenario } from './scenarios.ts';

const BRANCH = 'opsrunbook/inc-20260303t120000-0123456789';
const REPORT = 'docs/incidents/inc-20260303t120000-0123456789.md';
const FIRST = { ref: '1', url: null };
const LATER = buildPacket({
  run_id: 'run-20260303t130000000-01234567',
  started_at: '2026-03-03T13:00:00Z',
  headline: 'later',
});

type Scenario = Awaited<ReturnType<typeof gitHubScenario>>;
const update = (scenario: Scenario) =>
  actAsRendered(scenario, LATER, { overrides: { action: gitHubAction('later'), existing: FIRST } });
const look = ({ destination }: Scenario, action = gitHubAction()) =>
  destination.look({ action, marker: action.marker, mark: null, known: null }, countedCall());

const withPull = async (story: (scenario: Scenario) => Promise<void>): Promise<void> => {
  const scenario = await gitHubScenario();
  await actAsRendered(scenario, buildPacket());
  await story(scenario);
  await scenario.close();
};

describe('a pull request on GitHub', () => {
  it('adds one commit with the report, asks the owners and is labelled', () =>
    withPull(async ({ fake: { repository } }) => {
      expect(repository.ahead(BRANCH, 'main')).toBe(1);
      expect(repository.files(BRANCH).get(REPORT)).toContain('# Incident report inc-20260303t120000-0123456789');
      expect(repository.files(BRANCH).get(REPORT)).toContain(
        `https://github.com/example-org/checkout/blob/${'b'.repeat(40)}/src/payment/charge.ts#L42`,
      );
      expect(repository.pulls).toMatchObject([
        { base: 'main', labels: ['opsrunbook'], reviewers: ['octo-dev', 'payments'] },
      ]);
    }));

  it('stands although a reviewer is refused, and says so', async () => {
    const scenario = await gitHubScenario({ collaborators: [] });
    const { outcome } = await actAsRendered(scenario, buildPacket());
    expect(outcome).toMatchObject({ outcome: 'landed', note: { code: 'reviewers_refused' } });
    await scenario.close();
  });

  it('is made once by eight attempts at the same time, from the same commit', async () => {
    const scenario = await gitHubScenario();
    const attempts = Array.from({ length: 8 }, () => actAsRendered(scenario, buildPacket()));
    const outcomes = (await Promise.all(attempts)).map(({ outcome }) => outcome.outcome);
    expect(new Set(outcomes)).toEqual(new Set(['landed']));
    expect(scenario.effects()).toBe(1);
    expect(scenario.fake.repository.ahead(BRANCH, 'main')).toBe(1);
    await scenario.close();
  });

  it('goes on from its branch when an attempt ended between two calls', async () => {
    const scenario = await gitHubScenario();
    scenario.fail({ on: scenario.creating, answer: { status: 500 } });
    expect((await actAsRendered(scenario, buildPacket())).outcome).toMatchObject({ outcome: 'unsure' });
    scenario.fake.repository.commitAsPerson('main', 'README.md', 'main moved');
    expect((await actAsRendered(scenario, buildPacket())).outcome).toMatchObject({ outcome: 'landed' });
    expect(scenario.fake.repository.ahead(BRANCH, 'main')).toBe(1);
    await scenario.close();
  });

  it('takes the report of a later run onto the branch and into the description', () =>
    withPull(async (scenario) => {
      expect((await update(scenario)).outcome).toMatchObject({ outcome: 'landed', object: { ref: '1' } });
      const { repository } = scenario.fake;
      expect(repository.ahead(BRANCH, 'main')).toBe(2);
      expect(repository.files(BRANCH).get(REPORT)).toContain('later');
      await update(scenario);
      expect(repository.ahead(BRANCH, 'main')).toBe(2);
      expect(await look(scenario, gitHubAction('later'))).toMatchObject({ appliedAid: gitHubAction('later').aid });
    }));

  it('never overwrites what a person committed to the branch', () =>
    withPull(async (scenario) => {
      const { repository } = scenario.fake;
      const head = repository.commitAsPerson(BRANCH, REPORT, 'corrected by hand');
      expect((await update(scenario)).outcome).toMatchObject({ outcome: 'landed', note: { code: 'person_committed' } });
      expect(repository.branches.get(BRANCH)).toBe(head);
      expect(repository.files(BRANCH).get(REPORT)).toBe('corrected by hand');
    }));

  it('keeps what people wrote around our part of the description, and leaves it alone without our part', () =>
    withPull(async (scenario) => {
      const [pull] = scenario.fake.repository.pulls;
      if (pull === undefined) throw new TypeError('no pull request');
      pull.body = `Seen by me.\n${pull.body}\nThanks.`;
      await update(scenario);
      expect(pull.body).toMatch(/^Seen by me\.\n.*later.*\nThanks\.$/s);
      pull.body = 'all mine';
      expect((await update(scenario)).outcome).toMatchObject({ note: { code: 'person_edited' } });
      expect(pull.body).toBe('all mine');
    }));

  it.each([
    ['closed', null, 'person_closed'],
    ['merged', '2026-03-03T12:30:00Z', 'person_merged'],
  ])('that a person %s stays so', (_what, mergedAt, code) =>
    withPull(async (scenario) => {
      const [pull] = scenario.fake.repository.pulls;
      if (pull === undefined) throw new TypeError('no pull request');
      pull.state = 'closed';
      pull.merged_at = mergedAt;
      expect(await look(scenario)).toMatchObject({ outcome: 'found', settledByPerson: true, note: { code } });
      expect((await update(scenario)).outcome).toMatchObject({ outcome: 'landed', adopted: true, note: { code } });
      expect(pull.state).toBe('closed');
      expect(scenario.effects()).toBe(1);
    }),
  );

  it('whose branch a person deleted gets no new branch', () =>
    withPull(async (scenario) => {
      scenario.fake.repository.branches.delete(BRANCH);
      expect((await update(scenario)).outcome).toMatchObject({ outcome: 'landed', note: { code: 'branch_deleted' } });
      expect(scenario.fake.repository.branches.has(BRANCH)).toBe(false);
    }));

  it('is refused on a branch of that name that is not ours', async () => {
    const scenario = await gitHubScenario();
    const { repository } = scenario.fake;
    repository.branches.set(BRANCH, repository.branches.get('main') ?? '');
    const head = repository.commitAsPerson(BRANCH, 'mine.txt', 'mine');
    expect((await actAsRendered(scenario, buildPacket())).outcome).toMatchObject({
      outcome: 'refused',
      retryable: false,
      reason: { code: 'branch_conflict' },
    });
    expect(repository.branches.get(BRANCH)).toBe(head);
    await scenario.close();
  });

  it('is refused for good when its base branch is gone', async () => {
    const scenario = await gitHubScenario();
    const action = gitHubAction('first', { base_branch: 'renamed' });
    const prepared = await scenario.destination.prepare({ action, previous: null }, countedCall());
    expect(prepared).toMatchObject({ outcome: 'refused', retryable: false, reason: { code: 'http_404' } });
    await scenario.close();
  });

  it('asks for tokens of one repository with the permissions of the step only', () =>
    withPull(async ({ fake }) => {
      const asked = fake.requests.filter(({ path }) => path.endsWith('/access_tokens')).map(({ body }) => body);
      expect(asked).toEqual([
        { repositories: ['checkout'], permissions: { contents: 'read', pull_requests: 'read' } },
        { repositories: ['checkout'], permissions: { contents: 'write', pull_requests: 'write' } },
      ]);
    }));

  it('is not rendered with names a workflow could expand', async () => {
    const scenario = await gitHubScenario();
    const names = [{ branch: 'opsrunbook/$(id)' }, { branch: 'a..b' }, { report_path: '.github/workflows/deploy.md' }];
    for (const facts of [...names, { report_path: 'docs/../x.md' }]) {
      const context = { ...scenario.contextOf(buildPacket()), action: gitHubAction('first', facts) };
      expect(() => scenario.destination.render(context)).toThrow('characters that are not allowed');
    }
    await scenario.close();
  });
});
