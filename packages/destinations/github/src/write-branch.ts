import type { OutcomeReason, Refused, Unsure } from '@opsrunbook/actions';
import { conflict } from './find-pull.ts';
import type { GitHubAnswer } from './github-answer.ts';
import { AnyAnswer, CommitAnswer, RefAnswer, ShaAnswer } from './github-answers.ts';
import type { GitHubSession } from './github-connection.ts';
import type { GitHubPayload } from './render-github.ts';

/** Author and committer of our commits, which also tells them from a person's. Not in the payload: the gate takes addresses out. */
const AUTHOR = { name: 'opsrunbook', email: 'opsrunbook@users.noreply.github.com' } as const;

/** What stands on the branch now; `note` when somebody else's work was left alone. */
export interface BranchState {
  readonly head: string;
  readonly note?: OutcomeReason;
}

/** Makes the branch with one commit on `base`. A branch that stands is adopted, or goes on from our own commit; it is never forced. */
export const makeBranch = async (
  session: GitHubSession,
  payload: GitHubPayload,
  base: string,
): Promise<GitHubAnswer<BranchState>> => {
  const commit = await commitOn(session, payload, base);
  if (commit.outcome !== 'answered') return commit;
  const body = { ...session.repo, ref: `refs/heads/${payload.branch}`, sha: commit.value.head };
  const made = await session.ask((request) => request('POST /repos/{owner}/{repo}/git/refs', body), AnyAnswer);
  if (made.outcome === 'answered') return commit;
  if (!isTaken(made)) return made;
  const head = await headOf(session, payload.branch);
  if (head.outcome !== 'answered') return head.reason.code === 'http_404' ? made : head;
  if (head.value === commit.value.head) return commit;
  const advanced = await advanceBranch(session, payload, head.value);
  if (advanced.outcome !== 'answered' || advanced.value.note === undefined) return advanced;
  return conflict(`the branch ${payload.branch} stands and its last commit is not ours; nothing was overwritten`);
};

/** Adds our report to the branch when its last commit is ours and the report differs; a person's commits are left alone. */
export const advanceBranch = async (
  session: GitHubSession,
  payload: GitHubPayload,
  head: string,
): Promise<GitHubAnswer<BranchState>> => {
  const last = await readCommit(session, head);
  if (last.outcome !== 'answered') return last;
  if (last.value.author?.email !== AUTHOR.email) return { outcome: 'answered', value: { head, note: PERSONS_BRANCH } };
  const commit = await commitOn(session, payload, head);
  if (commit.outcome !== 'answered' || commit.value.head === head) return commit;
  const ref = `heads/${payload.branch}`;
  const body = { ...session.repo, ref, sha: commit.value.head, force: false };
  const moved = await session.ask((request) => request('PATCH /repos/{owner}/{repo}/git/refs/{ref}', body), AnyAnswer);
  if (moved.outcome === 'answered') return commit;
  return isTaken(moved) ? { outcome: 'answered', value: { head, note: MOVED_BRANCH } } : moved;
};

/** The commit a branch points at. */
export const headOf = async ({ repo, ask }: GitHubSession, branch: string): Promise<GitHubAnswer<string>> => {
  const read = await ask(
    (request) => request('GET /repos/{owner}/{repo}/git/ref/{ref}', { ...repo, ref: `heads/${branch}` }),
    RefAnswer,
  );
  return read.outcome === 'answered' ? { outcome: 'answered', value: read.value.object.sha } : read;
};

const PERSONS_BRANCH = {
  code: 'person_committed',
  message: 'somebody committed to the branch; the report on it is left as it is',
} as const;
const MOVED_BRANCH = {
  code: 'branch_moved',
  message: 'the branch moved meanwhile; what stands on it is kept',
} as const;

/** 409 and 422 say that something else stands where this would be written. */
const isTaken = ({ reason }: Refused | Unsure): boolean => reason.code === 'http_422' || reason.code === 'http_409';

const readCommit = ({ repo, ask }: GitHubSession, sha: string): Promise<GitHubAnswer<CommitOf>> =>
  ask(
    (request) => request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', { ...repo, commit_sha: sha }),
    CommitAnswer,
  );

interface CommitOf {
  readonly tree: { readonly sha: string };
  readonly author?: { readonly email?: string | null | undefined } | null | undefined;
}

/** A commit with the report on `parent`: the same sha every time; `parent` itself when it holds this very report. */
const commitOn = async (
  session: GitHubSession,
  { report, commit }: GitHubPayload,
  parent: string,
): Promise<GitHubAnswer<BranchState>> => {
  const { repo, ask } = session;
  const base = await readCommit(session, parent);
  if (base.outcome !== 'answered') return base;
  const file = { path: report.path, mode: '100644', type: 'blob', content: report.content } as const;
  const content = { ...repo, base_tree: base.value.tree.sha, tree: [file] };
  const tree = await ask((request) => request('POST /repos/{owner}/{repo}/git/trees', content), ShaAnswer);
  if (tree.outcome !== 'answered') return tree;
  if (tree.value.sha === base.value.tree.sha) return { outcome: 'answered', value: { head: parent } };
  const author = { ...AUTHOR, date: commit.date };
  const body = { ...repo, message: commit.message, tree: tree.value.sha, parents: [parent], author, committer: author };
  const made = await ask((request) => request('POST /repos/{owner}/{repo}/git/commits', body), ShaAnswer);
  return made.outcome === 'answered' ? { outcome: 'answered', value: { head: made.value.sha } } : made;
};
