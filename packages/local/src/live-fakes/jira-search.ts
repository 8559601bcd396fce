import type { FakeAnswer } from './fake-server.ts';
import { type JiraState, problem, shown } from './jira-state.ts';
import { at, textAt, textsAt } from './json-path.ts';

/** Only the two queries we send; any other is refused like JQL that cannot be parsed. */
export const search = (state: JiraState, body: unknown): FakeAnswer => {
  const [, field, value, order] =
    /^(labels|project) = "([\w-]+)" ORDER BY key (ASC|DESC)$/.exec(textAt(body, 'jql')) ?? [];
  if (field === undefined) return problem(400, 'Error in the JQL Query');
  const visible = state.issues.filter(({ createdMs }) => createdMs + state.searchLagMs <= state.nowMs());
  const found = visible.filter(({ key, fields }) =>
    field === 'labels' ? textsAt(fields, 'labels').includes(`${value}`) : key.startsWith(`${value}-`),
  );
  const ordered = order === 'ASC' ? found : found.toReversed();
  const hasFields = textsAt(body, 'fields').length > 0;
  const limit = Number(at(body, 'maxResults') ?? 50);
  return {
    status: 200,
    body: { issues: ordered.slice(0, limit).map((issue) => (hasFields ? shown(issue) : { id: issue.key })) },
  };
};

/** Direct reads do not lag; what is missing comes back as errors. */
export const bulkFetch = (state: JiraState, body: unknown): FakeAnswer => {
  const keys = textsAt(body, 'issueIdsOrKeys');
  if (keys.length === 0 || keys.length > 100) return problem(400, 'issueIdsOrKeys: 1 to 100 are allowed');
  const found = state.issues.filter(({ key }) => keys.includes(key));
  const missing = keys.filter((key) => !found.some((issue) => issue.key === key));
  return {
    status: 200,
    body: { issues: found.map(shown), issueErrors: missing.map((id) => ({ id, errorMessage: 'not found' })) },
  };
};
