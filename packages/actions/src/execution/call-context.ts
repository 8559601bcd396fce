import { OpsRunbookError } from '@opsrunbook/core';
import type { KillSwitch } from '../lookup-ports.ts';
import type { CallContext } from '../ports.ts';
import { CALL_TIMEOUT_MS, RECORD_RESERVE_MS } from '../protocol/attempt.ts';
import type { Invocation } from './runner-deps.ts';

/** No further request may start: the kill switch is on, or the time left is needed for recording. */
export class StepStoppedError extends OpsRunbookError {
  override readonly name = 'StepStopped';
  override readonly retryable = true;
}

/** A call context, and how many requests were let through it. */
export interface CountedCall extends CallContext {
  readonly requests: () => number;
}

/** Whether one more request and its recording fit into the time left. */
export const hasTimeForRequest = ({ remaining }: Invocation): boolean =>
  remaining() >= CALL_TIMEOUT_MS + RECORD_RESERVE_MS;

/** The bounds of one step. The kill switch is read before every request, so that nothing new starts after it is turned on. */
export const createCall = (killSwitch: KillSwitch, invocation: Invocation, signal: AbortSignal): CountedCall => {
  let requests = 0;
  return {
    signal,
    timeoutMs: CALL_TIMEOUT_MS,
    requests: () => requests,
    proceed: async () => {
      if (!(await killSwitch.isAutomationEnabled())) {
        throw new StepStoppedError('automation_disabled', 'the kill switch is on; no new request is sent');
      }
      if (!hasTimeForRequest(invocation)) {
        throw new StepStoppedError('no_time', 'the time left is kept for recording; the next delivery goes on');
      }
      requests += 1;
    },
  };
};
