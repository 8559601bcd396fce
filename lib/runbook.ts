import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The articles of docs/runbook.md that alarms link to: each is the anchor of a second-level heading. */
export const RUNBOOK_ARTICLES = [
  'api-server-errors',
  'api-function-errors',
  'runs-failed',
  'runs-timed-out',
  'collector-errors',
  'seal-errors',
  'analyzer-errors',
  'action-runner-errors',
  'actions-failed',
  'actions-unknown',
  'actions-stuck',
  'automation-disabled',
  'demo-service-errors',
  'function-throttled',
  'dead-letters-waiting',
  'dead-letters-ageing',
] as const;
export type RunbookArticle = (typeof RUNBOOK_ARTICLES)[number];

/** The anchors of the runbook's articles, as Markdown viewers derive them from second-level headings. */
export const runbookAnchors = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/^## (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-'),
  );

/** The text of docs/runbook.md as it stands at synth. */
export const readRunbook = (): string => readFileSync(join(import.meta.dirname, '../docs/runbook.md'), 'utf8');
