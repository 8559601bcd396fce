import type { ActOutcome, ActRequest, CallContext } from '@opsrunbook/actions';
import { readTicket, type TicketReader, ticketOf } from './find-ticket.ts';
import { AnyAnswer, CommentsAnswer, CreatedAnswer, type IssueAnswer } from './jira-answers.ts';
import { commentMark, isOurSummary, type JiraPayload } from './render-jira.ts';

type JiraAct = ActRequest<JiraPayload, 'jira-ticket'>;

/** Creates the ticket with marker and property in one request, so that there is no ticket without them. */
export const createTicket = async (
  reader: TicketReader,
  { payload }: JiraAct,
  call: CallContext,
): Promise<ActOutcome> => {
  const { fields, properties } = payload.value;
  const body = { fields, properties };
  const created = await reader.ask({ method: 'POST', path: '/rest/api/3/issue', body, answer: CreatedAnswer }, call);
  if (created.outcome !== 'answered') return created;
  return { outcome: 'landed', object: ticketOf(reader, created.value.key), adopted: false };
};

/**
 * Brings a ticket up to date so that repeating it adds nothing: a comment carries its action's mark and is looked for first; the
 * property, which says whose content the ticket shows, is written last. Priority, labels and a summary in a person's own words stay.
 */
export const updateTicket = async (
  reader: TicketReader,
  key: string,
  { action, payload }: JiraAct,
  call: CallContext,
): Promise<ActOutcome> => {
  const read = await readTicket(reader, key, call);
  if (read.outcome !== 'answered') return read;
  const ticket = ticketOf(reader, read.value.key);
  if (read.value.properties?.opsrunbook?.aid === action.aid)
    return { outcome: 'landed', object: ticket, adopted: true };
  const { comment } = payload.value;
  if (comment !== null) {
    const said = await sayOnce(reader, { key: ticket.ref, mark: commentMark(action.aid), comment }, call);
    if (said.outcome !== 'answered') return said;
  }
  const body = updateOf(payload.value, read.value);
  const path = `/rest/api/3/issue/${encodeURIComponent(ticket.ref)}`;
  const written = await reader.ask({ method: 'PUT', path, body, answer: AnyAnswer }, call);
  return written.outcome === 'answered' ? { outcome: 'landed', object: ticket, adopted: false } : written;
};

const updateOf = ({ fields, properties }: JiraPayload, issue: IssueAnswer) => {
  const summary = isOurSummary(issue.fields?.summary ?? '') ? { summary: fields.summary } : {};
  return { fields: { description: fields.description, ...summary }, properties };
};

interface Remark {
  readonly key: string;
  readonly mark: string;
  readonly comment: NonNullable<JiraPayload['comment']>;
}

const sayOnce = async ({ ask }: TicketReader, { key, mark, comment }: Remark, call: CallContext) => {
  const path = `/rest/api/3/issue/${encodeURIComponent(key)}/comment`;
  const newest = `${path}?orderBy=-created&maxResults=100`;
  const read = await ask({ method: 'GET', path: newest, answer: CommentsAnswer }, call);
  if (read.outcome !== 'answered') return read;
  const isSaid = read.value.comments.some(({ body }) => JSON.stringify(body ?? null).includes(mark));
  if (isSaid) return read;
  return ask({ method: 'POST', path, body: { body: comment }, answer: AnyAnswer }, call);
};
