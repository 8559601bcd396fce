import type {
  CallContext,
  ExternalObject,
  Found,
  LookOutcome,
  LookRequest,
  Refused,
  Unsure,
} from '@opsrunbook/actions';
import { refused } from '@opsrunbook/outbound';
import type { GitHubAnswer } from './github-answer.ts';
import { type PullAnswer, PullsAnswer } from './github-answers.ts';
import type { GitHubSession, OpenSession } from './github-connection.ts';
import { bodyMark } from './render-github.ts';

/** Looking needs no more. */
const READ = { contents: 'read', pull_requests: 'read' } as const;

/** Looks for the pull request of an action by its branch, among open and closed ones; GitHub's list does not lag. */
export const findPull = async (
  open: OpenSession,
  { action, known }: LookRequest<'github-pull-request'>,
  call: CallContext,
): Promise<LookOutcome> => {
  const { repository, branch, labels } = action.facts;
  if (repository === null) return { outcome: 'absent' };
  const opened = await open({ repository, permissions: READ }, call);
  if (opened.outcome !== 'open') return unsureOf(opened);
  const listed = await pullsOf(opened.session, branch);
  if (listed.outcome !== 'answered') return unsureOf(listed);
  const pull = chosenOf(listed.value, known);
  return pull === undefined ? { outcome: 'absent' } : foundOf(pull, listed.value, labels);
};

/** Every pull request from a branch of this repository, oldest first; forks may have a branch of the same name. */
export const pullsOf = async (
  { repo, ask }: GitHubSession,
  branch: string,
): Promise<GitHubAnswer<readonly PullAnswer[]>> => {
  const query = { ...repo, head: `${repo.owner}:${branch}`, state: 'all', sort: 'created', direction: 'asc' } as const;
  const listed = await ask(
    (request) => request('GET /repos/{owner}/{repo}/pulls', { ...query, per_page: 100 }),
    PullsAnswer,
  );
  if (listed.outcome !== 'answered') return listed;
  const name = `${repo.owner}/${repo.repo}`.toLowerCase();
  const isOurs = ({ head }: PullAnswer): boolean =>
    head.ref === branch && (head.repo?.full_name ?? name).toLowerCase() === name;
  return { outcome: 'answered', value: listed.value.filter(isOurs) };
};

/** The open one if there is one, else the newest: what a person closed stays closed. */
export const chosenOf = (pulls: readonly PullAnswer[], known: ExternalObject | null): PullAnswer | undefined =>
  pulls.find(({ state }) => state === 'open') ??
  pulls.findLast(({ number }) => `${number}` === known?.ref) ??
  pulls.at(-1);

/** A pull request as the ledger keeps it. */
export const pullObject = ({ number, html_url }: PullAnswer): ExternalObject => ({ ref: `${number}`, url: html_url });

/** Why a pull request is left as it is; undefined while it is open. */
export const settledNote = ({ state, merged_at, number }: PullAnswer) => {
  if (state === 'open') return undefined;
  return merged_at
    ? { code: 'person_merged', message: `#${number} was merged; it is left as it is` }
    : { code: 'person_closed', message: `#${number} was closed; it is not opened again` };
};

/** Labels are set last: their absence tells that an attempt did not come to its end. */
export const hasLabels = (pull: PullAnswer, labels: readonly string[]): boolean =>
  labels.every((label) => pull.labels.some(({ name }) => name === label));

const foundOf = (pull: PullAnswer, all: readonly PullAnswer[], labels: readonly string[]): Found => {
  const aid = /\baction ([0-9a-f]{64})\b/.exec(pull.body ?? '')?.[1] ?? null;
  const note = settledNote(pull);
  return {
    outcome: 'found',
    object: pullObject(pull),
    appliedAid: aid !== null && hasLabels(pull, labels) ? aid : null,
    settledByPerson: note !== undefined,
    others: all.filter(({ number, state }) => number !== pull.number && state === 'open').map(pullObject),
    ...(note === undefined ? {} : { note }),
  };
};

/** Whether the body shows the content of this action. */
export const showsAction = ({ body }: PullAnswer, aid: string): boolean => (body ?? '').includes(bodyMark(aid));

/** Looking that was refused leaves as much open as looking that failed. */
export const unsureOf = ({ reason, retryAfterMs }: Refused | Unsure): Unsure => ({
  outcome: 'unsure',
  reason,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});

/** A refusal of what does not fit the state of the repository; it is never forced. */
export const conflict = (message: string): Refused => refused('branch_conflict', message);
