import type { CallContext, DeployedRevision, Refused, RepositoryLookups, Unsure } from '@opsrunbook/actions';
import { DependencyError, ThrottledError } from '@opsrunbook/core';
import type * as z from 'zod';
import { CODE_OWNERS_PATHS, ownersOf } from './code-owners.ts';
import type { OctokitAnswer } from './github-answer.ts';
import { ContentAnswer, DeploymentStatusesAnswer, DeploymentsAnswer, TreeAnswer } from './github-answers.ts';
import {
  createGitHub,
  type GitHubConnection,
  type GitHubRequest,
  type GitHubSession,
  type TokenScope,
} from './github-connection.ts';

/** GitHub's own limit of a recursive tree is 7 MB; a repository of 5,000 files already passes 1 MiB. */
const MAX_TREE_BYTES = 8 * 1_048_576;
const TIMEOUT_MS = 10_000;
/** Newest deployments that are looked at for one that succeeded. */
const MAX_DEPLOYMENTS = 5;

/** Reads about repositories with tokens that can do nothing else; rejects when GitHub does not answer. */
export const createRepositoryLookups = (connection: GitHubConnection): RepositoryLookups => {
  const github = createGitHub(connection);
  const read = async (repository: string, permissions: TokenScope['permissions']): Promise<Reader> => {
    const opened = await github({ repository, permissions }, FREE_CALL, { maxAnswerBytes: MAX_TREE_BYTES });
    if (opened.outcome !== 'open') throw failure(opened);
    return readerOf(opened.session);
  };
  return {
    deployedRevision: async ({ repository, environment }) =>
      newestDeployment(await read(repository, { deployments: 'read' }), environment),
    paths: async ({ repository, revision }) => {
      const { get, repo } = await read(repository, { contents: 'read' });
      const query = { ...repo, tree_sha: revision, recursive: '1' };
      const tree = await get((request) => request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', query), TreeAnswer);
      if (tree === undefined) return undefined;
      const paths = tree.tree.filter(({ type }) => type === 'blob').map(({ path }) => path);
      return { paths, complete: !tree.truncated };
    },
    codeOwners: async ({ repository, revision, paths }) => {
      const { get, repo } = await read(repository, { contents: 'read' });
      for (const path of CODE_OWNERS_PATHS) {
        const query = { ...repo, path, ref: revision };
        const file = await get((request) => request('GET /repos/{owner}/{repo}/contents/{path}', query), ContentAnswer);
        if (file !== undefined) return ownersOf(Buffer.from(file.content, 'base64').toString('utf8'), paths);
      }
      return [];
    },
  };
};

/** Lookups happen before any step of a destination: nothing to stop for, one timeout a request. */
const FREE_CALL: CallContext = {
  signal: new AbortController().signal,
  timeoutMs: TIMEOUT_MS,
  proceed: async () => undefined,
};

interface Reader {
  readonly repo: GitHubSession['repo'];
  /** The answer, or undefined when GitHub says that there is no such thing. */
  get<T>(send: (request: GitHubRequest) => Promise<OctokitAnswer>, answer: z.ZodType<T>): Promise<T | undefined>;
}

const readerOf = ({ repo, ask }: GitHubSession): Reader => ({
  repo,
  get: async (send, answer) => {
    const answered = await ask(send, answer);
    if (answered.outcome === 'answered') return answered.value;
    if (answered.reason.code === 'http_404') return undefined;
    throw failure(answered);
  },
});

const failure = ({ reason }: Refused | Unsure): Error =>
  reason.code === 'http_429'
    ? new ThrottledError('github_lookup', reason.message)
    : new DependencyError('github_lookup', reason.message, { context: { code: reason.code } });

/** The newest deployment to the environment that succeeded. */
const newestDeployment = async (
  { get, repo }: Reader,
  environment: string | null,
): Promise<DeployedRevision | undefined> => {
  const query = { ...repo, per_page: MAX_DEPLOYMENTS, ...(environment === null ? {} : { environment }) };
  const deployments = await get(
    (request) => request('GET /repos/{owner}/{repo}/deployments', query),
    DeploymentsAnswer,
  );
  for (const { id, sha, environment: to } of deployments ?? []) {
    const path = { ...repo, deployment_id: id, per_page: 10 };
    const route = 'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses';
    const statuses = await get((request) => request(route, path), DeploymentStatusesAnswer);
    if (statuses?.some(({ state }) => state === 'success'))
      return { revision: sha, source: `deployment ${id} to ${to}` };
  }
  return undefined;
};
