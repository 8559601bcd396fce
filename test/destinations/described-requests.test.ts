import { describe, expect, it } from '@jest/globals';
import type { SeenRequest } from '../../packages/local/src/live-fakes/index.ts';
import {
  adaptiveCardCheck,
  buildPacket,
  gitHubAction,
  hasDescriptions,
  jiraAction,
  packetOfText,
  renderContext,
  requestCheck,
} from '../../packages/testing/src/destinations/index.ts';
import { actAsRendered } from './rendered.ts';
import { gitHubScenario, jiraScenario, teamsScenario } from './scenarios.ts';

if (!hasDescriptions) process.stderr.write('SKIPPED: requests against ../shared/data/contracts, which is not there\n');

/** Operations we call that the descriptions do not hold; anything else must be described. */
const UNDESCRIBED = [/^POST \/rest\/api\/3\/issue\/bulkfetch$/, /^POST \/repos\/.+\/requested_reviewers$/];

const problemsOf = (requests: readonly SeenRequest[], file: string) => {
  const check = requestCheck(file);
  return requests.flatMap((request) => {
    const name = `${request.method} ${request.path}`;
    const problems = check(request) ?? (UNDESCRIBED.some((known) => known.test(name)) ? [] : ['is not described']);
    return problems.map((problem) => `${name}: ${problem}`);
  });
};

(hasDescriptions ? describe : describe.skip)('every request is as the provider describes it', () => {
  const changed = { ref: 'OPS-1', url: null };
  const shown = { aid: 'f'.repeat(64), run_id: 'earlier', verdict: 'likely', headline: 'before' } as const;

  it('of Jira: look, create, comment, update', async () => {
    const scenario = await jiraScenario();
    await actAsRendered(scenario, buildPacket());
    const action = jiraAction('second');
    const overrides = { action, existing: changed, shown };
    const { outcome } = await actAsRendered(scenario, packetOfText('plain'), { overrides });
    expect(outcome).toMatchObject({ outcome: 'landed' });
    const request = { action, marker: action.marker, mark: { newest_key: null }, known: null };
    const call = { signal: new AbortController().signal, timeoutMs: 2_000, proceed: async () => undefined };
    expect(await scenario.destination.look(request, call)).toMatchObject({ outcome: 'found', appliedAid: action.aid });
    expect(scenario.fake.requests.length).toBeGreaterThan(7);
    expect(problemsOf(scenario.fake.requests, 'jira-cloud-v3-subset.openapi.json')).toEqual([]);
    await scenario.close();
  });

  it('of GitHub: base, branch, pull request, labels, update', async () => {
    const scenario = await gitHubScenario();
    await actAsRendered(scenario, buildPacket());
    const overrides = { action: gitHubAction('second'), existing: { ref: '1', url: null }, shown };
    const { outcome } = await actAsRendered(scenario, packetOfText('plain'), { overrides });
    expect(outcome).toMatchObject({ outcome: 'landed' });
    const { requests } = scenario.fake;
    expect(requests.map(({ method }) => method).filter((method) => method === 'PATCH')).toHaveLength(2);
    expect(problemsOf(requests, 'github-rest-subset.openapi.json')).toEqual([]);
    for (const { headers } of requests) expect(headers['x-github-api-version']).toBe('2026-03-10');
    await scenario.close();
  });

  it('of Teams: an Adaptive Card', async () => {
    const scenario = await teamsScenario();
    const check = adaptiveCardCheck();
    for (const packet of [buildPacket(), packetOfText('plain'), packetOfText('€'.repeat(20_000))]) {
      const context = renderContext(scenario.contextOf(packet).action, packet, { shown, mayBeRepeat: true });
      expect(check(scenario.destination.render(context).attachments[0].content)).toEqual([]);
    }
    await scenario.close();
  });

  it('notices a request that is not as described', () => {
    const check = requestCheck('github-rest-subset.openapi.json');
    const body = { title: 1, head: 'a' };
    expect(check({ method: 'POST', path: '/repos/o/r/pulls', body })).not.toEqual([]);
    expect(adaptiveCardCheck()({ type: 'AdaptiveCard', body: [{ type: 'TextRun' }] })).not.toEqual([]);
  });
});
