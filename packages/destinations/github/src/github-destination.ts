import type { CallContext, Destination, PrepareOutcome, PrepareRequest } from '@opsrunbook/actions';
import { refused } from '@opsrunbook/outbound';
import { findPull } from './find-pull.ts';
import { RepositoryAnswer } from './github-answers.ts';
import { createGitHub, type GitHubConnection, type OpenSession } from './github-connection.ts';
import { type GitHubPayload, renderGitHub } from './render-github.ts';
import { headOf } from './write-branch.ts';
import { openPull, pullNumber, updatePull } from './write-pull.ts';

/** The App that opens pull requests, and where people read code. */
export interface GitHubDestinationOptions extends GitHubConnection {
  /** https://github.com when absent. */
  readonly webUrl?: string;
}

const READ = { contents: 'read', pull_requests: 'read' } as const;
const WRITE = { contents: 'write', pull_requests: 'write' } as const;

/** Pull requests on GitHub: one an incident, found again by its branch; nothing is ever forced. */
export const createGitHubDestination = (
  options: GitHubDestinationOptions,
): Destination<'github-pull-request', GitHubPayload> => {
  const open = createGitHub(options);
  return {
    kind: 'github-pull-request',
    traits: { findable: true, object: 'per-incident' },
    render: (context) => renderGitHub(context, options.webUrl ?? 'https://github.com'),
    prepare: (request, call) => prepareBase(open, request, call),
    look: (request, call) => findPull(open, request, call),
    act: async (request, call) => {
      const { payload, existing } = request;
      const types = Object.keys(payload.redactions);
      if (types.length > 0) return refused('payload_blocked', `the second redaction gate found ${types.join(', ')}`);
      const number = existing === null ? null : pullNumber(existing.ref);
      if (typeof number === 'object' && number !== null) return number;
      const opened = await open({ repository: payload.value.repository, permissions: WRITE }, call);
      if (opened.outcome !== 'open') return opened;
      return number === null ? openPull(opened.session, request) : updatePull(opened.session, number, request);
    },
  };
};

/** The base an attempt starts from; an earlier attempt's stays, so that the commit is the same. */
const prepareBase = async (
  open: OpenSession,
  { action, previous }: PrepareRequest<'github-pull-request'>,
  call: CallContext,
): Promise<PrepareOutcome> => {
  if (typeof previous?.base_sha === 'string') return { outcome: 'ready', mark: previous };
  const { repository, base_branch } = action.facts;
  if (repository === null) return refused('no_repository', 'the action names no repository');
  const opened = await open({ repository, permissions: READ }, call);
  if (opened.outcome !== 'open') return opened;
  const { session } = opened;
  const branch = base_branch ?? (await defaultBranch(session));
  if (typeof branch !== 'string') return branch;
  const head = await headOf(session, branch);
  return head.outcome === 'answered' ? { outcome: 'ready', mark: { base_branch: branch, base_sha: head.value } } : head;
};

const defaultBranch = async ({ repo, ask }: Parameters<typeof headOf>[0]) => {
  const read = await ask((request) => request('GET /repos/{owner}/{repo}', repo), RepositoryAnswer);
  return read.outcome === 'answered' ? read.value.default_branch : read;
};
