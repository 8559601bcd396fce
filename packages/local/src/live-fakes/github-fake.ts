import { randomUUID } from 'node:crypto';
import { type FakeAnswer, type LiveFake, type SeenRequest, startFake } from './fake-server.ts';
import { gitRoute } from './github-git-routes.ts';
import { pullRoute } from './github-pull-routes.ts';
import { FakeRepository } from './github-state.ts';
import { at, textsAt } from './json-path.ts';

export interface GitHubFakeOptions {
  /** owner/name. */
  readonly repository?: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Logins and team slugs that may be asked for a review. */
  readonly collaborators?: readonly string[];
  /** What the App was granted; a token can have no more. */
  readonly granted?: Readonly<Record<string, string>>;
  readonly port?: number;
}

/** What a token was narrowed to. */
interface Token {
  readonly permissions: Readonly<Record<string, string>>;
}

interface State {
  readonly repository: FakeRepository;
  readonly granted: Readonly<Record<string, string>>;
  readonly tokens: Map<string, Token>;
}

const GRANTED = { contents: 'write', pull_requests: 'write', deployments: 'read' } as const;

/**
 * A GitHub with one repository that enforces its rules: narrowed tokens, 422 for a ref or an open pull request that exists, no
 * forced updates, commit ids that derive from their content, and only collaborators as reviewers.
 */
export const startGitHubFake = async (
  options: GitHubFakeOptions = {},
): Promise<LiveFake & { readonly repository: FakeRepository }> => {
  const { repository = 'example-org/checkout', files = { 'README.md': '# checkout\n' }, collaborators = [] } = options;
  const state: State = {
    repository: new FakeRepository(repository, files, collaborators),
    granted: options.granted ?? GRANTED,
    tokens: new Map(),
  };
  const fake = await startFake((request) => route(state, request), options.port);
  return { ...fake, repository: state.repository };
};

const route = (state: State, request: SeenRequest): FakeAnswer => {
  const authorization = request.headers.authorization ?? '';
  const installation = /^\/app\/installations\/1\/access_tokens$/.test(request.path);
  const prefix = `/repos/${state.repository.name}`;
  if (installation || request.path === `${prefix}/installation`) {
    if (!/^bearer [\w-]+\.[\w-]+\.[\w-]+$/.test(authorization)) return { status: 401 };
    return installation ? makeToken(state, request.body) : { status: 200, body: { id: 1 } };
  }
  const token = state.tokens.get(authorization.replace(/^token /, ''));
  if (token === undefined) return { status: 401, body: { message: 'Bad credentials' } };
  if (!request.path.startsWith(prefix)) return NOT_FOUND;
  if (!isPermitted(token, request)) return { status: 403, body: { message: 'Resource not accessible by integration' } };
  const path = request.path.slice(prefix.length);
  if (path === '') return { status: 200, body: { id: 1, name: 'repository', default_branch: 'main' } };
  return gitRoute(state.repository, path, request) ?? pullRoute(state.repository, path, request) ?? NOT_FOUND;
};

const NOT_FOUND: FakeAnswer = { status: 404, body: { message: 'Not Found' } };

/** An App cannot give a token what it was not granted, nor a repository it is not installed in. */
const makeToken = ({ repository, granted, tokens }: State, body: unknown): FakeAnswer => {
  const asked = at(body, 'permissions');
  const permissions = Object.fromEntries(
    Object.entries(typeof asked === 'object' && asked !== null ? asked : {}).map(([name, level]) => [name, `${level}`]),
  );
  const isTooMuch = Object.entries(permissions).some(
    ([name, level]) => granted[name] !== level && granted[name] !== 'write',
  );
  const isElsewhere = textsAt(body, 'repositories').some((name) => !repository.name.endsWith(`/${name}`));
  if (isTooMuch || isElsewhere) return { status: 422, body: { message: 'The permissions requested are not granted' } };
  const token = `ghs_1_obviously-fake-${randomUUID()}`;
  tokens.set(token, { permissions });
  const expires_at = new Date(Date.now() + 3_600_000).toISOString();
  return { status: 201, body: { token, expires_at, permissions, repository_selection: 'selected' } };
};

const isPermitted = ({ permissions }: Token, { method, path }: SeenRequest): boolean => {
  const isRead = method === 'GET';
  const needed = /\/(pulls|issues)\b/.test(path)
    ? 'pull_requests'
    : /\/deployments\b/.test(path)
      ? 'deployments'
      : 'contents';
  const level = permissions[needed];
  return isRead ? level !== undefined || /^\/repos\/[^/]+\/[^/]+$/.test(path) : level === 'write';
};
