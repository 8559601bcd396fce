import type { ExternalObject, RenderContext } from '@opsrunbook/actions';
import { InvalidInputError } from '@opsrunbook/core';
import { oneLine } from '@opsrunbook/outbound';
import { reviewersOf } from './code-owners.ts';
import { fencedBlock } from './fenced-block.ts';
import { renderReport, statementLines, suspectedLines } from './render-report.ts';
import { checkedBranch, checkedReportPath } from './report-path.ts';

/** Branch, commit and pull request as they are made. A type alias, so that it is a JSON object. */
export type GitHubPayload = {
  readonly repository: string;
  readonly branch: string;
  readonly report: { readonly path: string; readonly content: string };
  /** Fixed message and date: the same commit is the same sha. */
  readonly commit: { readonly message: string; readonly date: string };
  readonly pull: { readonly title: string; readonly body: string };
  readonly reviewers: { readonly users: readonly string[]; readonly teams: readonly string[] };
  readonly labels: readonly string[];
};

/** Our part of the body stands between these; what people write around it stays. */
export const BODY_MARKS = { begin: '<!-- opsrunbook:begin -->', end: '<!-- opsrunbook:end -->' } as const;

/** GitHub takes 65,536 characters. */
const MAX_BODY_LENGTH = 60_000;

/** The pull request of an action. Title, branch, path and commit hold ids and the verdict only: workflows expand them. */
export const renderGitHub = (context: RenderContext<'github-pull-request'>, webUrl: string): GitHubPayload => {
  const { action, packet } = context;
  const { repository, branch, report_path, reviewers, labels } = action.facts;
  const [organisation = ''] = repository?.split('/') ?? [];
  if (repository === null) throw new InvalidInputError('no_repository', 'the action names no repository');
  return {
    repository,
    branch: checkedBranch(branch),
    report: { path: checkedReportPath(report_path), content: renderReport(context, webUrl) },
    commit: {
      message: `docs: incident report ${packet.incident_id} of ${packet.run_id}`,
      date: secondOf(packet.started_at),
    },
    pull: { title: `Incident report ${packet.incident_id}: ${packet.verdict}`, body: bodyOf(context, webUrl) },
    reviewers: reviewersOf(reviewers, organisation),
    labels: labels.filter((label) => /^[a-z0-9][a-z0-9-]{0,62}$/.test(label)),
  };
};

/** git keeps whole seconds. */
const secondOf = (moment: string): string => `${new Date(moment).toISOString().slice(0, 19)}Z`;

const bodyOf = (context: RenderContext<'github-pull-request'>, webUrl: string): string => {
  const [full, short] = [3, 0].map((findings) => bodyWith(context, webUrl, findings));
  return full !== undefined && full.length <= MAX_BODY_LENGTH ? full : (short ?? '');
};

const bodyWith = (context: RenderContext<'github-pull-request'>, webUrl: string, findings: number): string => {
  const { action, packet, links } = context;
  const more = packet.findings.length - findings;
  const lines = [
    BODY_MARKS.begin,
    `Adds the report of ${packet.incident_id}: ${packet.severity}, ${packet.verdict}, confidence ${packet.confidence.value.toFixed(2)}.`,
    ...fencedBlock([oneLine(packet.headline, 600), `service: ${oneLine(packet.service, 100)}`]),
    ...linkLines(links),
    ...suspectedLines(action, webUrl).slice(0, 14),
    ...(findings > 0 ? ['## What the evidence shows', ''] : []),
    ...packet.findings.slice(0, findings).flatMap(statementLines),
    ...(more > 0 ? [`${more} more are in the report.`, ''] : []),
    `OpsRunbook · ${packet.run_id} · ${action.marker} · ${bodyMark(action.aid)}`,
    BODY_MARKS.end,
  ];
  return lines.join('\n').replace(/\n{3,}/g, '\n\n');
};

/** Tells whose content the body shows. */
export const bodyMark = (aid: string): string => `action ${aid}`;

const linkLines = ({ ticket, packet }: RenderContext['links']): readonly string[] => {
  const shown = [linkTo(ticketName(ticket), ticket?.url ?? null), linkTo('Packet and evidence', packet)].filter(
    Boolean,
  );
  return shown.length === 0 ? [] : [shown.join(' · '), ''];
};

const ticketName = (ticket: ExternalObject | null): string =>
  ticket !== null && /^[A-Z][A-Z0-9_]*-\d+$/.test(ticket.ref) ? `Ticket ${ticket.ref}` : 'Ticket';

/** A link to one of our own addresses; empty when there is none. */
const linkTo = (name: string, address: string | null): string => {
  const url = address === null ? null : URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) return '';
  return `[${name}](${url.href.replace(/[()<>[\]*_`]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)})`;
};
