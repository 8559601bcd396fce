import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { AdfDocument } from '@opsrunbook/destination-jira';
import { packetOfText } from '../../packages/testing/src/destinations/index.ts';
import { actAsRendered, cardTexts, proseOf } from './rendered.ts';
import { gitHubScenario, jiraScenario, teamsScenario } from './scenarios.ts';

const FILE = new URL('../../../shared/data/injection/hostile.jsonl', import.meta.url);
const isThere = existsSync(FILE);
if (!isThere) process.stderr.write('SKIPPED: hostile text; ../shared/data/injection is not there\n');

interface Row {
  readonly id: string;
  readonly text: string;
  readonly sinks: readonly string[];
}

/** Rows for requests have no text; every text is tried on every sink, whichever it aims at. */
const rows: readonly Row[] = isThere
  ? readFileSync(FILE, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter((row) => typeof row.text === 'string')
  : [];

/** A word that stands in the prose of every rendering, and so can be told from text out of a row. */
const isOurs = (text: string): boolean => text.trim().length < 3 || /^[\w\s]{1,12}$/.test(text.trim());

(isThere ? describe : describe.skip)('text from evidence neither acts nor keeps a send from arriving', () => {
  it('has the rows that aim at our sinks', () => {
    for (const sink of ['github', 'teams', 'jira']) {
      expect(rows.filter(({ sinks }) => sinks.includes(sink)).length).toBeGreaterThan(30);
    }
  });

  it('in Jira: only in text and codeBlock nodes without marks, and the ticket is made', async () => {
    const scenario = await jiraScenario();
    for (const { id, text } of rows) {
      const { payload, outcome } = await actAsRendered(scenario, packetOfText(text));
      expect([id, outcome.outcome]).toEqual([id, 'landed']);
      expect(payload.fields.summary).toBe('checkout: high incident, supported (inc-20260303t120000-0123456789)');
      for (const label of payload.fields.labels) expect(label).toMatch(/^[a-z0-9-]+$/);
      expect(nodesOf(payload.fields.description).filter((node) => !isHarmless(node))).toEqual([]);
    }
    expect(scenario.effects()).toBe(rows.length);
    await scenario.close();
  }, 120_000);

  it('in Teams: only in text runs, on one screen, and the message is taken', async () => {
    const scenario = await teamsScenario();
    for (const { id, text } of rows) {
      const { payload, outcome } = await actAsRendered(scenario, packetOfText(text));
      expect([id, outcome.outcome]).toEqual([id, 'landed']);
      const { body, actions } = payload.attachments[0].content;
      expect(new Set(body.map(({ type }) => type))).toEqual(new Set(['RichTextBlock']));
      expect(actions.map(({ url }) => new URL(url).host)).toEqual([
        'example.atlassian.net',
        'github.com',
        'runbook.example.com',
      ]);
      expect(cardTexts(payload).filter((run) => /\{\{/.test(run))).toEqual([]);
      expect(Buffer.byteLength(JSON.stringify(payload))).toBeLessThanOrEqual(21_000);
    }
    await scenario.close();
  }, 120_000);

  it('in GitHub: only inside code blocks, never in a title, name or commit, and the pull request is opened', async () => {
    for (const { id, text } of rows) {
      const scenario = await gitHubScenario();
      const { payload, outcome } = await actAsRendered(scenario, packetOfText(text));
      expect([id, outcome.outcome]).toEqual([id, 'landed']);
      const plain = await actAsRendered(scenario, packetOfText('x'), { sends: false });
      expect({ ...payload, report: null, pull: payload.pull.title }).toEqual({
        ...plain.payload,
        report: null,
        pull: plain.payload.pull.title,
      });
      expect(proseOf(payload.pull.body)).toBe(proseOf(plain.payload.pull.body));
      expect(proseOf(payload.report.content)).toBe(proseOf(plain.payload.report.content));
      await scenario.close();
    }
  }, 120_000);

  it('looks at prose closely enough to notice a text that escaped', () => {
    const text = rows.find((row) => !isOurs(row.text))?.text ?? '@everyone';
    expect(proseOf(`prose ${text}`)).toContain(text.split('\n')[0]);
    expect(proseOf('```text\na\n```\n@everyone')).toContain('@everyone');
  });
});

interface Node {
  readonly type: string;
  readonly text?: string;
  readonly marks?: readonly { readonly attrs: { readonly href: string } }[];
}

const nodesOf = (document: AdfDocument): readonly Node[] =>
  document.content.flatMap((block): readonly Node[] => [{ type: block.type }, ...block.content]);

const KNOWN = new Set(['paragraph', 'codeBlock', 'heading', 'text']);

/** Marks are links to our own addresses, with words of our own. */
const isHarmless = ({ type, text, marks = [] }: Node): boolean =>
  KNOWN.has(type) &&
  text !== '' &&
  marks.every(({ attrs }) => /^https:\/\/(runbook\.example\.com|github\.com)\//.test(attrs.href)) &&
  (marks.length === 0 || /^(Packet and evidence|Pull request)$/.test(text ?? ''));
