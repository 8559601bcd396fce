import type {
  CallContext,
  ExternalObject,
  Found,
  LookOutcome,
  LookRequest,
  Refused,
  Unsure,
} from '@opsrunbook/actions';
import { BulkAnswer, IssueAnswer, SearchAnswer } from './jira-answers.ts';
import type { AskJira, JiraAnswer } from './jira-api.ts';
import { PROPERTY_KEY } from './render-jira.ts';

/** What finding needs: how to ask, and what a key looks like to people. */
export interface TicketReader {
  readonly ask: AskJira;
  readonly site: string;
}

/** The newest key is all a mark tells; null in a project without issues. */
export const markOfKey = (key: string | null) => ({ newest_key: key });

/** Jira reads at most this many keys at once; the search gives as many. */
const PAGE = 100;
/** More than 300 issues between two attempts are not ours to guess in: the look stays unsure. */
const MAX_PAGES = 3;

/**
 * Looks for the ticket of a marker. A known key is read directly. Otherwise both ways must answer: the search by label, which lags
 * behind and flickers, and direct reads of the keys after the newest one seen before sending, which do not. The lowest key is
 * adopted, whoever looks, and the others are reported.
 */
export const findTicket = async (
  reader: TicketReader,
  request: LookRequest<'jira-ticket'>,
  call: CallContext,
): Promise<LookOutcome> => {
  if (request.known !== null) return readKnown(reader, request.known, call);
  const searched = await searchByMarker(reader, request.marker, call);
  if (searched.outcome !== 'answered') return unsureOf(searched);
  const direct = await readAfterMark(reader, request, call);
  if (direct.outcome !== 'answered') return unsureOf(direct);
  const found = new Map([...searched.value, ...direct.value].map((issue) => [issue.key, issue]));
  return foundOf(reader, [...found.values()].sort(byKey));
};

/** What an action of this aid has left on an issue, read before writing. */
export const readTicket = ({ ask }: TicketReader, key: string, call: CallContext): Promise<JiraAnswer<IssueAnswer>> =>
  ask(
    {
      method: 'GET',
      path: `/rest/api/3/issue/${encodeURIComponent(key)}?fields=summary,labels&properties=${PROPERTY_KEY}`,
      answer: IssueAnswer,
    },
    call,
  );

/** A ticket as the ledger keeps it. */
export const ticketOf = ({ site }: TicketReader, key: string): ExternalObject => ({
  ref: key,
  url: new URL(`/browse/${key}`, site).href,
});

const readKnown = async (reader: TicketReader, known: ExternalObject, call: CallContext): Promise<LookOutcome> => {
  const read = await readTicket(reader, known.ref, call);
  if (read.outcome === 'answered') return foundOf(reader, [read.value]);
  if (read.reason.code !== 'http_404') return unsureOf(read);
  const note = { code: 'issue_gone', message: `${known.ref} was deleted, or the token may not see it any more` };
  return { outcome: 'found', object: known, appliedAid: null, settledByPerson: true, others: [], note };
};

const searchByMarker = async ({ ask }: TicketReader, marker: string, call: CallContext) => {
  const body = {
    jql: `labels = "${marker}" ORDER BY key ASC`,
    fields: ['labels'],
    properties: [PROPERTY_KEY],
    maxResults: PAGE,
  };
  const searched = await ask({ method: 'POST', path: '/rest/api/3/search/jql', body, answer: SearchAnswer }, call);
  return searched.outcome === 'answered' ? { ...searched, value: searched.value.issues } : searched;
};

const readAfterMark = async (
  { ask }: TicketReader,
  { mark, marker, action }: LookRequest<'jira-ticket'>,
  call: CallContext,
): Promise<JiraAnswer<readonly IssueAnswer[]>> => {
  if (mark === null) return { outcome: 'answered', value: [] };
  const project = action.facts.project_key;
  const first = numberOf(`${mark.newest_key ?? ''}`) + 1;
  const marked: IssueAnswer[] = [];
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const from = first + page * PAGE;
    const keys = Array.from({ length: PAGE }, (_, index) => `${project}-${from + index}`);
    const body = { issueIdsOrKeys: keys, fields: ['labels'], properties: [PROPERTY_KEY] };
    const read = await ask({ method: 'POST', path: '/rest/api/3/issue/bulkfetch', body, answer: BulkAnswer }, call);
    if (read.outcome !== 'answered') return read;
    marked.push(...read.value.issues.filter(({ fields }) => fields?.labels?.includes(marker)));
    if (!read.value.issues.some(({ key }) => key === keys.at(-1))) return { outcome: 'answered', value: marked };
  }
  const message = `${project} got more than ${MAX_PAGES * PAGE} issues since the attempt; look for the label ${marker}`;
  return { outcome: 'unsure', reason: { code: 'too_many_issues', message } };
};

const foundOf = (reader: TicketReader, issues: readonly IssueAnswer[]): LookOutcome => {
  const [ticket, ...others] = issues;
  if (ticket === undefined) return { outcome: 'absent' };
  const found: Found = {
    outcome: 'found',
    object: ticketOf(reader, ticket.key),
    appliedAid: ticket.properties?.opsrunbook?.aid ?? null,
    settledByPerson: false,
    others: others.map(({ key }) => ticketOf(reader, key)),
  };
  if (others.length === 0) return found;
  const note = {
    code: 'several_issues',
    message: `also marked: ${others.map(({ key }) => key).join(', ')}`.slice(0, 900),
  };
  return { ...found, note };
};

const unsureOf = (answer: Refused | Unsure): Unsure => {
  const { retryAfterMs } = answer;
  return { outcome: 'unsure', reason: answer.reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
};

const numberOf = (key: string): number => Number(/-(\d+)$/.exec(key)?.[1] ?? 0);

const byKey = (a: IssueAnswer, b: IssueAnswer): number => numberOf(a.key) - numberOf(b.key);
