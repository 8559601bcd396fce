import type { FakeAnswer, SeenRequest } from './fake-server.ts';
import type { FakePull, FakeRepository } from './github-state.ts';
import { at, textAt, textsAt } from './json-path.ts';

/** Pull requests, their reviewers and labels; undefined when the path is none of them. */
export const pullRoute = (repository: FakeRepository, path: string, request: SeenRequest): FakeAnswer | undefined => {
  if (path === '/pulls') {
    return request.method === 'POST' ? makePull(repository, request.body) : listPulls(repository, request.query);
  }
  const [, number = '', rest = ''] = /^\/(?:pulls|issues)\/(\d+)(?:\/(\w+))?$/.exec(path) ?? [];
  const pull = repository.pulls.find((candidate) => candidate.number === Number(number));
  if (pull === undefined) return undefined;
  switch (`${request.method} ${rest}`) {
    case 'GET ':
      return { status: 200, body: shown(repository, pull) };
    case 'PATCH ':
      return editPull(repository, pull, request.body);
    case 'POST requested_reviewers':
      return askReviewers(repository, pull, request.body);
    case 'POST labels':
      for (const label of textsAt(request.body, 'labels')) if (!pull.labels.includes(label)) pull.labels.push(label);
      return { status: 200, body: pull.labels.map((name) => ({ name })) };
    default:
      return undefined;
  }
};

const invalid = (message: string): FakeAnswer => ({
  status: 422,
  body: { message: 'Validation Failed', errors: [{ message }] },
});

const makePull = (repository: FakeRepository, body: unknown): FakeAnswer => {
  const [head, base] = [textAt(body, 'head'), textAt(body, 'base')];
  if (!repository.branches.has(base)) return invalid('base invalid');
  if (!repository.branches.has(head)) return invalid('head invalid');
  if (repository.pulls.some((pull) => pull.head === head && pull.base === base && pull.state === 'open'))
    return invalid(`A pull request already exists for ${head}.`);
  if (repository.ahead(head, base) === 0) return invalid(`No commits between ${base} and ${head}`);
  const texts = { title: textAt(body, 'title'), body: textAt(body, 'body') };
  const number = repository.pulls.length + 1;
  const pull: FakePull = { number, head, base, ...texts, state: 'open', merged_at: null, labels: [], reviewers: [] };
  repository.pulls.push(pull);
  return { status: 201, body: shown(repository, pull) };
};

const listPulls = (repository: FakeRepository, query: URLSearchParams): FakeAnswer => {
  const [owner] = repository.name.split('/');
  const [head, state] = [query.get('head'), query.get('state') ?? 'open'];
  const found = repository.pulls.filter(
    (pull) => (head === null || head === `${owner}:${pull.head}`) && (state === 'all' || pull.state === state),
  );
  return { status: 200, body: found.map((pull) => shown(repository, pull)) };
};

const editPull = (repository: FakeRepository, pull: FakePull, body: unknown): FakeAnswer => {
  if (at(body, 'body') !== undefined) pull.body = textAt(body, 'body');
  return { status: 200, body: shown(repository, pull) };
};

const askReviewers = (repository: FakeRepository, pull: FakePull, body: unknown): FakeAnswer => {
  const asked = [...textsAt(body, 'reviewers'), ...textsAt(body, 'team_reviewers')];
  const isStranger = asked.some((name) => !repository.collaborators.includes(name));
  if (isStranger) return invalid('Reviews may only be requested from collaborators.');
  pull.reviewers.push(...asked);
  return { status: 201, body: shown(repository, pull) };
};

const shown = ({ name }: FakeRepository, pull: FakePull) => ({
  number: pull.number,
  html_url: `https://github.com/${name}/pull/${pull.number}`,
  state: pull.state,
  merged_at: pull.merged_at,
  title: pull.title,
  body: pull.body,
  labels: pull.labels.map((label) => ({ name: label })),
  head: { ref: pull.head, repo: { full_name: name } },
  base: { ref: pull.base },
});
