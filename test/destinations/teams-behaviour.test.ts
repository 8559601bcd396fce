import { describe, expect, it } from '@jest/globals';
import { buildFinding, buildPacket, teamsAction } from '../../packages/testing/src/destinations/index.ts';
import { actAsRendered, cardTexts } from './rendered.ts';
import { teamsScenario } from './scenarios.ts';

const SHOWN = { aid: 'f'.repeat(64), run_id: 'earlier', verdict: 'likely', headline: 'it was said before' } as const;

const inTeams = async (
  story: (scenario: Awaited<ReturnType<typeof teamsScenario>>) => Promise<void>,
): Promise<void> => {
  const scenario = await teamsScenario();
  await story(scenario);
  await scenario.close();
};

describe('a message in Teams', () => {
  it('fits one screen: findings, what to do, what is unknown, and three buttons', () =>
    inTeams(async (scenario) => {
      const { payload } = await actAsRendered(scenario, buildPacket());
      const { body, actions, version } = payload.attachments[0].content;
      expect(version).toBe('1.4');
      expect(body.length).toBeLessThanOrEqual(18);
      expect(actions.map(({ title }) => title)).toEqual(['Ticket', 'Pull request', 'Packet']);
      expect(cardTexts(payload).join('\n')).toContain('See the first errors');
    }));

  it('has no button for what does not exist', () =>
    inTeams(async (scenario) => {
      const links = { ticket: null, pull_request: { ref: '1', url: null }, packet: null };
      const { payload } = await actAsRendered(scenario, buildPacket(), { overrides: { links } });
      expect(payload.attachments[0].content.actions).toEqual([]);
    }));

  it('of a later run says what changed, and nothing when nothing did', () =>
    inTeams(async (scenario) => {
      const texts = async (shown: typeof SHOWN | { readonly headline: string; readonly verdict: 'supported' }) => {
        const overrides = { shown: { ...SHOWN, ...shown } };
        return cardTexts((await actAsRendered(scenario, buildPacket(), { overrides })).payload).join(' ');
      };
      expect(await texts(SHOWN)).toContain('Changed: likely → supported. Before:  it was said before');
      expect(await texts({ verdict: 'supported', headline: 'other' })).toContain('Changed headline. Before:  other');
      const same = { verdict: 'supported', headline: buildPacket().headline } as const;
      expect(await texts(same)).toContain('unchanged');
    }));

  it('that may have arrived before says so', () =>
    inTeams(async (scenario) => {
      const { payload } = await actAsRendered(scenario, buildPacket(), { overrides: { mayBeRepeat: true } });
      expect(cardTexts(payload).join(' ')).toContain('may be a repeat');
    }));

  it('drops timeline, actions and limits first, then findings, then buttons, and never its head', () =>
    inTeams(async ({ destination, contextOf }) => {
      const wide = '\u{1f468}\u{200d}\u{1f469}€'.repeat(400);
      const findings = Array.from({ length: 9 }, (_, index) => buildFinding(index, { claim: wide, entity: wide }));
      const url = `https://runbook.example.com/${'x'.repeat(30_000)}`;
      const huge = contextOf(buildPacket({ findings, headline: wide }), {
        links: { ticket: { ref: 'OPS-1', url }, pull_request: null, packet: null },
      });
      const message = destination.render(huge);
      expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThanOrEqual(21_000);
      expect(message.attachments[0].content.actions).toEqual([]);
      expect(cardTexts(message).join(' ')).toContain('checkout · high incident');
      const rest = destination.render(contextOf(buildPacket({ findings, headline: wide })));
      expect(Buffer.byteLength(JSON.stringify(rest))).toBeLessThanOrEqual(21_000);
      expect(cardTexts(rest)).toContain('What the evidence shows');
    }));

  it.each([
    ['Microsoft Teams endpoint returned HTTP error 429 with ContextId x', 'refused', true],
    ['Microsoft Teams endpoint returned HTTP error 413', 'refused', false],
    ['Microsoft Teams endpoint returned HTTP error 503', 'unsure', undefined],
  ])('is not taken for sent when 200 comes with "%s"', (text, outcome, retryable) =>
    inTeams(async (scenario) => {
      scenario.fail({ on: scenario.creating, answer: { status: 200, body: { text } } });
      const sent = (await actAsRendered(scenario, buildPacket())).outcome;
      expect(sent).toMatchObject({ outcome, ...(retryable === undefined ? {} : { retryable }) });
    }),
  );

  it('never tells its address, whatever goes wrong', () =>
    inTeams(async (scenario) => {
      const address = scenario.secret.value ?? '';
      const outcomes: string[] = [];
      for (const status of [302, 400, 401, 404, 410, 429, 500]) {
        scenario.fail({ on: scenario.creating, answer: { status, body: { message: address } } });
        outcomes.push(JSON.stringify(await actAsRendered(scenario, buildPacket())));
      }
      for (const value of ['https://elsewhere.example/?sig=hidden', 'not-an-address-but-hidden', `${address} hidden`]) {
        scenario.secret.value = value;
        outcomes.push(JSON.stringify(await actAsRendered(scenario, buildPacket())));
      }
      for (const outcome of outcomes) expect(outcome).not.toMatch(/sig=|obviously-fake-signature|hidden|127\.0\.0\.1/);
    }));

  it('is named by its own action', () =>
    inTeams(async (scenario) => {
      const { outcome } = await actAsRendered(scenario, buildPacket());
      expect(outcome).toMatchObject({ object: { ref: `message-${teamsAction().aid.slice(0, 20)}`, url: null } });
    }));
});
