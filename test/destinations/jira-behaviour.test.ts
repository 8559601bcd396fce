import { describe, expect, it } from '@jest/globals';
import { buildFinding, buildPacket, countedCall, jiraAction } from '../../packages/testing/src/destinations/index.ts';
import { actAsRendered } from './rendered.ts';
import { jiraScenario } from './scenarios.ts';

type Scenario = Awaited<ReturnType<typeof jiraScenario>>;
const MARK = { newest_key: null };
const look = ({ destination }: Scenario, mark: { readonly newest_key: string | null } | null = MARK) =>
  destination.look({ action: jiraAction(), marker: jiraAction().marker, mark, known: null }, countedCall());
const SHOWN = { aid: 'f'.repeat(64), run_id: 'earlier', verdict: 'inconclusive', headline: 'nothing yet' } as const;

/** Somebody else's issues. */
const addIssues = async ({ connection, fake }: Scenario, count: number): Promise<void> => {
  for (let index = 0; index < count; index += 1) {
    await fetch(`${connection.site}/rest/api/3/issue`, {
      method: 'POST',
      headers: { authorization: 'Basic fake', 'content-type': 'application/json' },
      body: JSON.stringify({
        fields: {
          project: { key: 'OPS' },
          issuetype: { name: 'Task' },
          summary: 'theirs',
          description: { type: 'doc', version: 1, content: [] },
        },
      }),
    });
  }
  expect(fake.issues.length).toBeGreaterThanOrEqual(count);
};

describe('a ticket in Jira', () => {
  it('carries marker, property, priority and a summary of ids in the request that makes it', async () => {
    const scenario = await jiraScenario();
    await actAsRendered(scenario, buildPacket());
    const [issue] = scenario.fake.issues;
    expect(issue?.fields).toMatchObject({
      summary: 'checkout: high incident, supported (inc-20260303t120000-0123456789)',
      priority: { name: 'High' },
      labels: expect.arrayContaining([jiraAction().marker]),
    });
    expect(issue?.properties.get('opsrunbook')).toMatchObject({ aid: jiraAction().aid, packet_hash: 'a'.repeat(64) });
    await scenario.close();
  });

  it('is found while the search still lags, by the keys after the newest one seen before', async () => {
    const scenario = await jiraScenario({ searchLagMs: 300_000 });
    await addIssues(scenario, 3);
    await actAsRendered(scenario, buildPacket());
    expect(await look(scenario, { newest_key: 'OPS-2' })).toMatchObject({ outcome: 'found', object: { ref: 'OPS-4' } });
    expect(await look(scenario, { newest_key: 'OPS-4' })).toEqual({ outcome: 'absent' });
    await scenario.close();
  });

  it('is found behind more than a hundred other issues, and stays open behind too many', async () => {
    const scenario = await jiraScenario({ searchLagMs: 300_000 });
    await addIssues(scenario, 130);
    await actAsRendered(scenario, buildPacket());
    expect(await look(scenario)).toMatchObject({ outcome: 'found', object: { ref: 'OPS-131' } });
    await addIssues(scenario, 180);
    expect(await look(scenario)).toMatchObject({ outcome: 'unsure', reason: { code: 'too_many_issues' } });
    await scenario.close();
  });

  it('is not called absent when a way of looking failed', async () => {
    for (const on of [/search\/jql/, /bulkfetch/]) {
      const scenario = await jiraScenario();
      scenario.fail({ on, answer: { status: 503 } });
      expect(await look(scenario)).toMatchObject({ outcome: 'unsure', reason: { code: 'http_503' } });
      await scenario.close();
    }
  });

  it('is the one with the lowest key when there are several, and the others are named', async () => {
    const scenario = await jiraScenario();
    for (let times = 0; times < 11; times += 1) await actAsRendered(scenario, buildPacket());
    const found = await look(scenario);
    expect(found).toMatchObject({ outcome: 'found', object: { ref: 'OPS-1' }, note: { code: 'several_issues' } });
    expect(found.outcome === 'found' && found.others).toHaveLength(10);
    await scenario.close();
  });

  it('that a person deleted is not made again', async () => {
    const scenario = await jiraScenario();
    const action = jiraAction();
    const known = { ref: 'OPS-9', url: null };
    const found = await scenario.destination.look({ action, marker: action.marker, mark: null, known }, countedCall());
    expect(found).toMatchObject({ outcome: 'found', settledByPerson: true, note: { code: 'issue_gone' } });
    await scenario.close();
  });

  it('gets one comment when the verdict changed, also when the comment is sent twice', async () => {
    const scenario = await jiraScenario();
    await actAsRendered(scenario, buildPacket());
    const overrides = { action: jiraAction('later'), existing: { ref: 'OPS-1', url: null }, shown: SHOWN };
    scenario.fail({ on: /^POST .*\/comment$/, lands: true, answer: { status: 504 } });
    expect((await actAsRendered(scenario, buildPacket(), { overrides })).outcome).toMatchObject({ outcome: 'unsure' });
    await actAsRendered(scenario, buildPacket(), { overrides });
    expect((await actAsRendered(scenario, buildPacket(), { overrides })).outcome).toMatchObject({ outcome: 'landed' });
    const [issue] = scenario.fake.issues;
    expect(issue?.comments).toHaveLength(1);
    expect(JSON.stringify(issue?.comments)).toContain('Verdict changed: inconclusive → supported');
    expect(issue?.properties.get('opsrunbook')).toMatchObject({ aid: jiraAction('later').aid });
    await scenario.close();
  });

  it('keeps the priority, and a summary in a person’s own words', async () => {
    const scenario = await jiraScenario();
    await actAsRendered(scenario, buildPacket());
    const [issue] = scenario.fake.issues;
    if (issue === undefined) throw new TypeError('no issue');
    issue.fields = { ...issue.fields, summary: 'Payments are down', priority: { name: 'Low' } };
    const overrides = { action: jiraAction('later'), existing: { ref: 'OPS-1', url: null } };
    await actAsRendered(scenario, buildPacket({ headline: 'later' }), { overrides });
    expect(issue.fields).toMatchObject({ summary: 'Payments are down', priority: { name: 'Low' } });
    expect(JSON.stringify(issue.fields)).toContain('later');
    await scenario.close();
  });

  it('fits Jira’s limit with the longest of everything, and counts what is left out', async () => {
    const scenario = await jiraScenario();
    const long = '€'.repeat(3_000);
    const findings = Array.from({ length: 300 }, (_, index) => buildFinding(index, { claim: long }));
    const timeline = Array.from({ length: 300 }, () => TIMELINE_ENTRY(long));
    const { payload, outcome } = await actAsRendered(scenario, buildPacket({ headline: long, findings, timeline }));
    expect(outcome).toMatchObject({ outcome: 'landed' });
    const text = JSON.stringify(payload.fields.description);
    expect(text.length).toBeLessThanOrEqual(30_000);
    expect(text).toMatch(/29\d more are in the packet/);
    await scenario.close();
  });
});

const TIMELINE_ENTRY = (text: string) => ({ at_ms: 0, kind: 'failure' as const, entity: text, text, statement: null });
