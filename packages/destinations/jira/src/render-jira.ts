import type { RenderContext } from '@opsrunbook/actions';
import { oneLine } from '@opsrunbook/outbound';
import { type AdfDocument, adfDocument, codeBlock, paragraph, text } from './adf.ts';
import { renderDescription } from './render-description.ts';

/** Key of the issue property that tells whose ticket it is and what it shows. */
export const PROPERTY_KEY = 'opsrunbook';

/** What the issue property holds. */
export type TicketState = {
  readonly aid: string;
  readonly incident_id: string;
  readonly run_id: string;
  readonly packet_hash: string;
  readonly verdict: string;
};

/** A ticket as it is created or brought up to date. A type alias, so that it is a JSON object. */
export type JiraPayload = {
  readonly fields: {
    readonly project: { readonly key: string };
    readonly issuetype: { readonly name: string };
    readonly priority: { readonly name: string };
    readonly summary: string;
    readonly description: AdfDocument;
    readonly labels: readonly string[];
  };
  readonly properties: readonly [{ readonly key: typeof PROPERTY_KEY; readonly value: TicketState }];
  /** Added to a ticket that showed another verdict; null otherwise. */
  readonly comment: AdfDocument | null;
};

/** The ticket of an action. Only service, ids, severity and verdict are in its summary: titles are read by machines, too. */
export const renderJira = (context: RenderContext<'jira-ticket'>): JiraPayload => {
  const { action, packet } = context;
  const { project_key, issue_type, priority, labels } = action.facts;
  return {
    fields: {
      project: { key: project_key },
      issuetype: { name: issue_type },
      priority: { name: priority },
      summary: summaryOf(packet),
      description: renderDescription(context),
      labels: [
        ...new Set([...labels.filter((label) => /^[a-z0-9][a-z0-9-]{0,62}$/.test(label)), action.marker]),
      ].sort(),
    },
    properties: [
      {
        key: PROPERTY_KEY,
        value: {
          aid: action.aid,
          incident_id: packet.incident_id,
          run_id: packet.run_id,
          packet_hash: packet.packet_hash,
          verdict: packet.verdict,
        },
      },
    ],
    comment: commentOf(context),
  };
};

type Named = Pick<RenderContext['packet'], 'service' | 'severity' | 'verdict' | 'incident_id'>;

const summaryOf = ({ service, severity, verdict, incident_id }: Named): string =>
  `${service.replace(/[^a-z0-9-]/g, '-').slice(0, 63)}: ${severity} incident, ${verdict} (${incident_id})`;

/** Whether a summary is one of ours, so that an update may replace it; a person's own words stay. */
export const isOurSummary = (summary: string): boolean =>
  /^[a-z0-9-]{1,63}: [a-z]+ incident, [a-z]+ \(inc-\d{8}t\d{6}-[0-9a-f]{10}\)$/.test(summary);

const commentOf = ({ action, packet, existing, shown }: RenderContext<'jira-ticket'>): AdfDocument | null => {
  if (existing === null || shown === null || shown.verdict === packet.verdict) return null;
  const { value } = packet.confidence;
  return adfDocument([
    paragraph(text(`Verdict changed: ${shown.verdict} → ${packet.verdict}, confidence ${value.toFixed(2)}`)),
    codeBlock([`now: ${oneLine(packet.headline, 600)}`, `before: ${oneLine(shown.headline, 600)}`]),
    paragraph(text(`Run ${packet.run_id} · ${commentMark(action.aid)}`)),
  ]);
};

/** What a comment is found again by. */
export const commentMark = (aid: string): string => `opsrunbook-comment-${aid.slice(0, 20)}`;
