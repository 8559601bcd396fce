import type { ActOutcome, ActRequest, Landed, OutcomeReason } from '@opsrunbook/actions';
import { refused } from '@opsrunbook/outbound';
import { chosenOf, conflict, hasLabels, pullObject, pullsOf, settledNote, showsAction } from './find-pull.ts';
import type { GitHubAnswer } from './github-answer.ts';
import { AnyAnswer, PullAnswer } from './github-answers.ts';
import type { GitHubSession } from './github-connection.ts';
import { BODY_MARKS, type GitHubPayload } from './render-github.ts';
import { advanceBranch, headOf, makeBranch } from './write-branch.ts';

type GitHubAct = ActRequest<GitHubPayload, 'github-pull-request'>;

/** Opens the pull request: branch, then pull request, then reviewers and labels; each call finds what already stands. */
export const openPull = async (session: GitHubSession, { payload, mark }: GitHubAct): Promise<ActOutcome> => {
  const { base_branch, base_sha } = mark;
  if (typeof base_branch !== 'string' || typeof base_sha !== 'string')
    return refused('github_mark', 'the mark of this attempt names no base; prepare again');
  const branch = await makeBranch(session, payload.value, base_sha);
  if (branch.outcome !== 'answered') return branch;
  const { pull: texts, branch: head } = payload.value;
  const body = { ...session.repo, title: texts.title, body: texts.body, head, base: base_branch };
  const made = await session.ask((request) => request('POST /repos/{owner}/{repo}/pulls', body), PullAnswer);
  if (made.outcome === 'answered') return decorate(session, payload.value, { pull: made.value, adopted: false });
  if (made.reason.code !== 'http_422') return made;
  const listed = await pullsOf(session, head);
  if (listed.outcome !== 'answered') return listed;
  const standing = chosenOf(listed.value, null);
  if (standing === undefined) return made;
  return settled(standing) ?? decorate(session, payload.value, { pull: standing, adopted: true });
};

/** Brings an open pull request up to date; what a person closed, merged, deleted or wrote stays. */
export const updatePull = async (
  session: GitHubSession,
  number: number,
  { action, payload }: GitHubAct,
): Promise<ActOutcome> => {
  const { repo, ask } = session;
  const path = { ...repo, pull_number: number };
  const read = await ask((request) => request('GET /repos/{owner}/{repo}/pulls/{pull_number}', path), PullAnswer);
  if (read.outcome !== 'answered') return read;
  const pull = read.value;
  const closed = settled(pull);
  if (closed !== undefined) return closed;
  const branch = await refreshBranch(session, payload.value);
  if (branch.outcome !== 'answered') return branch;
  const body = bodyWith(pull.body ?? '', payload.value.pull.body);
  if (body !== undefined && !showsAction(pull, action.aid)) {
    const send = { ...path, body };
    const written = await ask((request) => request('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', send), AnyAnswer);
    if (written.outcome !== 'answered') return written;
  }
  const note = branch.value ?? (body === undefined ? PERSONS_BODY : undefined);
  const isUnfinished = !hasLabels(pull, payload.value.labels);
  if (!isUnfinished) return landed(pull, false, note);
  return decorate(session, payload.value, { pull, adopted: false, ...(note === undefined ? {} : { note }) });
};

const PERSONS_BODY = {
  code: 'person_edited',
  message: 'our part of the description was taken out; it stays so',
} as const;

/** A note when the branch was left alone. */
const refreshBranch = async (
  session: GitHubSession,
  payload: GitHubPayload,
): Promise<GitHubAnswer<OutcomeReason | undefined>> => {
  const head = await headOf(session, payload.branch);
  if (head.outcome !== 'answered') {
    if (head.reason.code !== 'http_404') return head;
    return { outcome: 'answered', value: { code: 'branch_deleted', message: 'the branch was deleted; it stays so' } };
  }
  const advanced = await advanceBranch(session, payload, head.value);
  return advanced.outcome === 'answered' ? { outcome: 'answered', value: advanced.value.note } : advanced;
};

/** The description with our part replaced; undefined when a person took our part out. */
const bodyWith = (current: string, ours: string): string | undefined => {
  const begin = current.indexOf(BODY_MARKS.begin);
  const end = current.indexOf(BODY_MARKS.end, begin);
  if (begin < 0 || end < 0) return undefined;
  return `${current.slice(0, begin)}${ours}${current.slice(end + BODY_MARKS.end.length)}`;
};

interface Standing {
  readonly pull: PullAnswer;
  readonly adopted: boolean;
  readonly note?: OutcomeReason;
}

/** Asks the reviewers and sets the labels, these last. A person or label that is refused is noted; the pull request stands. */
const decorate = async (
  { repo, ask }: GitHubSession,
  { reviewers, labels }: GitHubPayload,
  { pull, adopted, note }: Standing,
): Promise<ActOutcome> => {
  let last = note;
  if (reviewers.users.length + reviewers.teams.length > 0) {
    const asked = { reviewers: [...reviewers.users], team_reviewers: [...reviewers.teams] };
    const path = { ...repo, pull_number: pull.number, ...asked };
    const route = 'POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers';
    const answered = await ask((request) => request(route, path), AnyAnswer);
    if (answered.outcome === 'unsure') return answered;
    if (answered.outcome === 'refused') last = { code: 'reviewers_refused', message: answered.reason.message };
  }
  if (labels.length > 0) {
    const path = { ...repo, issue_number: pull.number, labels: [...labels] };
    const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/labels';
    const answered = await ask((request) => request(route, path), AnyAnswer);
    if (answered.outcome === 'unsure') return answered;
    if (answered.outcome === 'refused') last = { code: 'labels_refused', message: answered.reason.message };
  }
  return landed(pull, adopted, last);
};

const settled = (pull: PullAnswer): Landed | undefined => {
  const note = settledNote(pull);
  return note && landed(pull, true, note);
};

const landed = (pull: PullAnswer, adopted: boolean, note?: OutcomeReason): Landed => ({
  outcome: 'landed',
  object: pullObject(pull),
  adopted,
  ...(note === undefined ? {} : { note }),
});

/** The number in the ledger's reference, or a refusal. */
export const pullNumber = (ref: string) =>
  /^\d{1,9}$/.test(ref) ? Number(ref) : conflict('the ledger names a pull request that is not a number');
