import { isAdfDocument } from './adf-rules.ts';
import { type FakeAnswer, type LiveFake, type SeenRequest, startFake } from './fake-server.ts';
import { bulkFetch, search } from './jira-search.ts';
import { type FakeIssue, type JiraState, problem, shown } from './jira-state.ts';
import { at, textAt, textsAt } from './json-path.ts';

export interface JiraFakeOptions {
  readonly projects?: readonly string[];
  /** How long a new issue is missing from the search; direct reads do not lag. */
  readonly searchLagMs?: number;
  readonly nowMs?: () => number;
  readonly port?: number;
}

/** A Jira Cloud that enforces its rules on what we send: 400 for what it would refuse, keys in order, a search that lags. */
export const startJiraFake = async (
  options: JiraFakeOptions = {},
): Promise<LiveFake & { readonly issues: FakeIssue[] }> => {
  const issues: FakeIssue[] = [];
  const state: JiraState = { projects: ['OPS'], searchLagMs: 0, nowMs: () => Date.now(), ...options, issues };
  const fake = await startFake((request) => route(state, request), options.port);
  return { ...fake, issues };
};

const route = (state: JiraState, request: SeenRequest): FakeAnswer => {
  if (!/^(Basic|Bearer) \S+$/.test(request.headers.authorization ?? '')) return { status: 401 };
  const path = request.path.replace(/^\/ex\/jira\/[0-9a-f-]{36}/, '');
  const [, key = '', rest = ''] = /^\/rest\/api\/3\/issue\/([A-Z0-9_]+-\d+)(\/.*)?$/.exec(path) ?? [];
  const issue = state.issues.find((candidate) => candidate.key === key);
  if (key !== '' && issue === undefined)
    return problem(404, 'Issue does not exist or you do not have permission to see it.');
  if (issue !== undefined) return issueRoute(issue, rest, request);
  switch (`${request.method} ${path}`) {
    case 'POST /rest/api/3/issue':
      return create(state, request.body);
    case 'POST /rest/api/3/search/jql':
      return search(state, request.body);
    case 'POST /rest/api/3/issue/bulkfetch':
      return bulkFetch(state, request.body);
    default:
      return problem(404, 'no such resource');
  }
};

const create = (state: JiraState, body: unknown): FakeAnswer => {
  const project = textAt(body, 'fields', 'project', 'key');
  const wrong =
    fieldProblem(body) ?? (state.projects.includes(project) ? undefined : 'project: valid project is required');
  if (wrong !== undefined) return problem(400, wrong);
  const number = state.issues.filter(({ key }) => key.startsWith(`${project}-`)).length + 1;
  const properties = new Map(listAt(body, 'properties').map((entry) => [textAt(entry, 'key'), at(entry, 'value')]));
  const fields = { ...objectAt(body, 'fields') };
  const issue = { key: `${project}-${number}`, createdMs: state.nowMs(), fields, properties, comments: [] };
  state.issues.push(issue);
  return {
    status: 201,
    body: { id: `${10_000 + state.issues.length}`, key: issue.key, self: `/rest/api/3/issue/${number}` },
  };
};

/** What Jira says to fields it does not take; undefined when it takes them. */
const fieldProblem = (body: unknown): string | undefined => {
  const summary = textAt(body, 'fields', 'summary');
  if (summary === '' || summary.length > 255 || /[\r\n]/.test(summary))
    return 'summary: one line of 1 to 255 characters';
  if (!isAdfDocument(at(body, 'fields', 'description'))) return 'description: INVALID_INPUT';
  if (textsAt(body, 'fields', 'labels').some((label) => /\s/.test(label))) return 'labels: must not contain spaces';
  if (textAt(body, 'fields', 'issuetype', 'name') === '') return 'issuetype: is required';
  return JSON.stringify(at(body, 'fields', 'description')).length > 32_767
    ? 'description: CONTENT_LIMIT_EXCEEDED'
    : undefined;
};

const issueRoute = (issue: FakeIssue, rest: string, { method, body }: SeenRequest): FakeAnswer => {
  switch (`${method} ${rest}`) {
    case 'GET ':
      return { status: 200, body: shown(issue) };
    case 'PUT ':
      if (at(body, 'fields', 'description') !== undefined && !isAdfDocument(at(body, 'fields', 'description')))
        return problem(400, 'description: INVALID_INPUT');
      issue.fields = { ...issue.fields, ...objectAt(body, 'fields') };
      for (const entry of listAt(body, 'properties')) issue.properties.set(textAt(entry, 'key'), at(entry, 'value'));
      return { status: 204 };
    case 'GET /comment':
      return { status: 200, body: JSON.parse(JSON.stringify({ comments: issue.comments.toReversed() })) };
    case 'POST /comment':
      if (!isAdfDocument(at(body, 'body'))) return problem(400, 'comment: INVALID_INPUT');
      issue.comments.push({ id: `${issue.comments.length + 1}`, body: at(body, 'body') });
      return { status: 201, body: { id: `${issue.comments.length}` } };
    default:
      return problem(404, 'no such resource');
  }
};

const objectAt = (value: unknown, ...path: readonly string[]): object => {
  const found = at(value, ...path);
  return typeof found === 'object' && found !== null ? found : {};
};

const listAt = (value: unknown, ...path: readonly string[]): readonly unknown[] => {
  const found: unknown = at(value, ...path);
  return Array.isArray(found) ? found : [];
};
