import { describe, expect, it } from '@jest/globals';
import { createGitHubDestination } from '@opsrunbook/destination-github';
import { createJiraDestination } from '@opsrunbook/destination-jira';
import { createTeamsDestination } from '@opsrunbook/destination-teams';
import fc from 'fast-check';
import { isAdfDocument } from '../../packages/local/src/live-fakes/adf-rules.ts';
import {
  fakeSecret,
  gitHubAction,
  jiraAction,
  packetOfText,
  renderContext,
  teamsAction,
} from '../../packages/testing/src/destinations/index.ts';
import { FakeClock } from '../../packages/testing/src/fake-clock.ts';
import { cardTexts, proseOf } from './rendered.ts';

const secret = fakeSecret('fake');
const jira = createJiraDestination({
  site: 'https://example.atlassian.net',
  cloudId: null,
  email: null,
  apiToken: secret,
});
const teams = createTeamsDestination({ webhookUrl: secret });
const gitHub = createGitHubDestination({ appId: '1', privateKey: secret, clock: new FakeClock() });

/** Texts of any UTF-16 units, and of the characters that mean something to somebody. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({
    unit: fc.constantFrom('`', '~', '\n', '\r', '\t', ' ', '{', '%', '@', '#', '[', '(', '\ud83d', 'a'),
    maxLength: 400,
  }),
);
const plain = renderContext(gitHubAction(), packetOfText('plain'));

describe('whatever the text', () => {
  it('a ticket is a document Jira takes, within its limits', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { description, summary } = jira.render(renderContext(jiraAction(), packetOfText(text))).fields;
        expect(isAdfDocument(description)).toBe(true);
        expect(JSON.stringify(description).length).toBeLessThanOrEqual(30_000);
        expect(summary).toMatch(/^[^\r\n]{1,255}$/);
      }),
    );
  });

  it('a card has no empty run and fits', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const message = teams.render(renderContext(teamsAction(), packetOfText(text)));
        expect(cardTexts(message).filter((run) => run === '' || !run.isWellFormed())).toEqual([]);
        expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThanOrEqual(21_000);
      }),
    );
  });

  it('the prose of a report and a pull request is ours alone', () => {
    const { pull, report } = gitHub.render(plain);
    fc.assert(
      fc.property(anyText, (text) => {
        const rendered = gitHub.render(renderContext(gitHubAction(), packetOfText(text)));
        expect(proseOf(rendered.pull.body)).toBe(proseOf(pull.body));
        expect(proseOf(rendered.report.content)).toBe(proseOf(report.content));
      }),
    );
  });
});
