import type { FailedExecutionV1 } from '@opsrunbook/contracts';
import type { History } from './history-path.ts';
import { type HistoryStep, isBadEnd, isEntered, isRedrive, isTaskFailure } from './history-step.ts';

/** What the history says of the failure that ended an execution. */
export interface Explanation
  extends Pick<FailedExecutionV1, 'failing_state' | 'failing_resource' | 'failed_ms' | 'error' | 'cause' | 'retries'> {
  /** Whether older events could add nothing but earlier errors. */
  readonly explained: boolean;
  /** The event that is the failure: the task's own, or the end itself. */
  readonly failure: HistoryStep | undefined;
}

/**
 * Tells why an execution ended: from the event that ended it, along the links between events, to the state that was entered last
 * on that path. Inside Parallel and Map states that is the branch's own state. After a redrive the newest end counts, and only
 * attempts since the redrive are its retries. An execution that did not end badly has no failure.
 */
export const explainFailure = (history: History, endedBadly: boolean): Explanation => {
  const end = endedBadly ? history.steps.find(isBadEnd) : undefined;
  const path = end === undefined ? [] : history.pathTo(end);
  // A timeout or an abort is its own failure: what the running state threw before it was retried.
  const task = end?.type === 'ExecutionFailed' ? taskFailure(path, history) : undefined;
  const attempt = task === undefined ? path : history.pathTo(task);
  const state = attempt.find((step) => step.state !== null)?.state ?? null;
  const failure = task ?? end;
  return {
    explained: state !== null,
    failing_state: state,
    failing_resource: attempt.find(({ calls }) => calls !== null)?.calls ?? null,
    failed_ms: failure?.atMs ?? null,
    error: end?.failure?.error ?? null,
    cause: end?.failure?.cause ?? task?.failure?.cause ?? null,
    retries: sinceRedrive(attempt).filter((step) => isTaskFailure(step) && step !== task).length,
    failure,
  };
};

const taskFailure = (path: readonly HistoryStep[], history: History): HistoryStep | undefined => {
  const onPath = path.find(isTaskFailure);
  const entered = path.find(isEntered);
  if (onPath !== undefined || entered === undefined || !/^(Parallel|Map)/.test(entered.type)) return onPath;
  // The links jump over the branch: the newest failure below this state is the one that failed it.
  return history.steps.find((step) => isTaskFailure(step) && history.leadsTo(step, entered));
};

const sinceRedrive = (attempt: readonly HistoryStep[]): readonly HistoryStep[] => {
  const redrive = attempt.findIndex(isRedrive);
  return redrive < 0 ? attempt : attempt.slice(0, redrive);
};

/** Earlier errors kept of one execution; a state retried for days has thousands of the same. */
const MAX_EARLIER_ERRORS = 50;

/**
 * Every other failure that was read, newest first: retried, caught, in another branch, or before a redrive; an earlier end
 * counts when no task failed in it. At most 50; `dropped` says how many more there are.
 */
export const earlierErrors = (
  history: History,
  failure: HistoryStep | undefined,
): { readonly kept: FailedExecutionV1['earlier_errors']; readonly dropped: number } => {
  const earlier = history.steps.filter(
    (step) => step !== failure && (isTaskFailure(step) || isTasklessEnd(step, history, failure)),
  );
  const kept = earlier.slice(0, MAX_EARLIER_ERRORS).map((step) => ({
    state: history.pathTo(step).find(({ state }) => state !== null)?.state ?? null,
    error: step.failure?.error ?? step.type,
    at_ms: step.atMs,
  }));
  return { kept, dropped: earlier.length - kept.length };
};

const isTasklessEnd = (step: HistoryStep, history: History, failure: HistoryStep | undefined): boolean =>
  isBadEnd(step) && step.id < (failure?.id ?? Number.POSITIVE_INFINITY) && !history.pathTo(step).some(isTaskFailure);
