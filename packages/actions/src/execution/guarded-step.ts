import type { OutcomeReason, Unsure } from '../ports.ts';
import { type CountedCall, createCall, StepStoppedError } from './call-context.ts';
import type { Job, RunnerDeps } from './runner-deps.ts';

/** The runner ended a step before its first request: nothing was sent. */
export interface Stopped {
  readonly outcome: 'stopped';
  readonly reason: OutcomeReason;
}

/**
 * Runs one step of a destination within its bounds. A destination that throws may have sent something, so that is unsure; one that
 * was stopped before its first request has not.
 */
export const guardedStep = async <Outcome extends { readonly outcome: string }>(
  { killSwitch }: RunnerDeps,
  { invocation }: Job,
  step: (call: CountedCall) => Promise<Outcome>,
): Promise<Outcome | Unsure | Stopped> => {
  const controller = new AbortController();
  const call = createCall(killSwitch, invocation, controller.signal);
  try {
    return await step(call);
  } catch (error) {
    if (!(error instanceof StepStoppedError)) return { outcome: 'unsure', reason: thrown(error) };
    const reason = { code: error.code, message: error.message };
    return call.requests() === 0 ? { outcome: 'stopped', reason } : { outcome: 'unsure', reason };
  } finally {
    controller.abort();
  }
};

const thrown = (error: unknown): OutcomeReason => ({
  code: 'destination_threw',
  message: `the destination failed with ${error instanceof Error ? error.name : 'an unknown value'}`,
});
