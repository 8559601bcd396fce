import type { FaultAnswer } from '../../packages/testing/src/actions/index.ts';

const NOTHING = 'none';
const DONE = 'done';

/** The answers of the provider group, as the fake transport gives them. */
const ANSWERS: Readonly<Record<string, FaultAnswer>> = {
  '429-retry-after-2': { effect: NOTHING, seen: { status: 429, retryAfterMs: 2_000 } },
  '429-no-header': { effect: NOTHING, seen: { status: 429 } },
  '403-secondary-rate-limit': { effect: NOTHING, seen: { status: 403, retryAfterMs: 60_000 } },
  '500-nothing-landed': { effect: NOTHING, seen: { status: 500 } },
  '500-landed': { effect: DONE, seen: { status: 500 } },
  '502-landed': { effect: DONE, seen: { status: 502 } },
  '503-retry-after-5': { effect: NOTHING, seen: { status: 503, retryAfterMs: 5_000 } },
  '504-landed': { effect: DONE, seen: { status: 504 } },
  'timeout-nothing-landed': { effect: NOTHING, seen: 'silence' },
  'timeout-landed': { effect: DONE, seen: 'silence' },
  'connect-refused': { effect: NOTHING, seen: 'no-connection' },
  'dns-failure': { effect: NOTHING, seen: 'no-connection' },
  'tls-failure': { effect: NOTHING, seen: 'no-connection' },
  'reset-before-send': { effect: NOTHING, seen: 'no-connection' },
  'reset-after-send-landed': { effect: DONE, seen: 'broken' },
  '201-body-cut-off': { effect: DONE, seen: 'broken' },
  '201-body-not-json': { effect: DONE, seen: 'broken' },
  'slow-body-past-deadline': { effect: DONE, seen: 'silence' },
  'redirect-302-other-host': { effect: NOTHING, seen: { status: 302 } },
  '400-bad-field': { effect: NOTHING, seen: { status: 400 } },
  '401-token-expired': { effect: NOTHING, seen: { status: 401 } },
  '403-no-permission': { effect: NOTHING, seen: { status: 403 } },
  '404-project-or-repo-gone': { effect: NOTHING, seen: { status: 404 } },
  '410-flow-deleted': { effect: NOTHING, seen: { status: 410 } },
  '413-too-large': { effect: NOTHING, seen: { status: 413 } },
  '422-already-exists': { effect: DONE, seen: { status: 422 } },
  '422-pr-exists': { effect: DONE, seen: { status: 422 } },
  '409-branch-moved': { effect: DONE, seen: { status: 409 } },
  '200-with-error-429-in-body': { effect: NOTHING, seen: { status: 429 } },
  '200-with-error-413-in-body': { effect: NOTHING, seen: { status: 413 } },
  '202-accepted': { effect: DONE, seen: 'true-answer' },
  'search-finds-nothing-for-5-min-though-landed': { effect: DONE, seen: 'silence' },
  'search-returns-503-while-reconciling': { effect: DONE, seen: 'silence' },
};

/** States that a person or an earlier life left behind instead of an answer. */
export const PREPARED_STATES = [
  'two-issues-already-carry-the-marker',
  'pr-closed-by-a-human',
  'pr-merged-by-a-human',
  'branch-deleted-by-a-human',
  'base-branch-renamed',
] as const;

/** The answer of a cell; undefined for a prepared state. Throws for a name this harness does not know. */
export const answerNamed = (name: string): FaultAnswer | undefined => {
  if (PREPARED_STATES.some((state) => state === name)) return undefined;
  const answer = ANSWERS[name];
  if (answer === undefined) throw new Error(`the harness does not know the answer ${name}`);
  return answer;
};

/** All answers, for random schedules. */
export const ALL_ANSWERS: readonly FaultAnswer[] = Object.values(ANSWERS);
