import type { Destination, PrepareOutcome } from '@opsrunbook/actions';
import { refused } from '@opsrunbook/outbound';
import { findTicket, markOfKey, type TicketReader } from './find-ticket.ts';
import { SearchAnswer } from './jira-answers.ts';
import { askJira, type JiraConnection } from './jira-api.ts';
import { type JiraPayload, renderJira } from './render-jira.ts';
import { createTicket, updateTicket } from './write-ticket.ts';

/** Tickets in Jira Cloud: one an incident, found again by its label, its property, and the keys after the newest one seen. */
export const createJiraDestination = (connection: JiraConnection): Destination<'jira-ticket', JiraPayload> => {
  const reader: TicketReader = { ask: askJira(connection), site: connection.site };
  return {
    kind: 'jira-ticket',
    traits: { findable: true, object: 'per-incident' },
    render: renderJira,
    prepare: async ({ action }, call): Promise<PrepareOutcome> => {
      const body = {
        jql: `project = "${action.facts.project_key}" ORDER BY key DESC`,
        fields: ['labels'],
        maxResults: 1,
      };
      const path = '/rest/api/3/search/jql';
      const newest = await reader.ask({ method: 'POST', path, body, answer: SearchAnswer }, call);
      if (newest.outcome !== 'answered') return newest;
      return { outcome: 'ready', mark: markOfKey(newest.value.issues[0]?.key ?? null) };
    },
    look: (request, call) => findTicket(reader, request, call),
    act: async (request, call) => {
      const types = Object.keys(request.payload.redactions);
      if (types.length > 0) return refused('payload_blocked', `the second redaction gate found ${types.join(', ')}`);
      const { existing } = request;
      return existing === null
        ? createTicket(reader, request, call)
        : updateTicket(reader, existing.ref, request, call);
    },
  };
};
