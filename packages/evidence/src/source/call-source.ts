import type { Clock } from '@opsrunbook/core';
import type { BudgetMeter } from '../budget-meter.ts';
import { type SourceFault, sourceFault } from './source-fault.ts';

/** What calling a source needs: the time, and the budget it is charged to. */
export interface Calling {
  readonly clock: Clock;
  readonly budget: BudgetMeter;
  /** Part of a back-off to wait, 0 to 1: full jitter spreads callers that were throttled together. The whole when absent, which keeps runs alike. */
  readonly jitter?: () => number;
  /** Milliseconds no back-off may use up, for leaving the source in order; 0 when absent. */
  readonly leaveMs?: number;
}

/** What a call came to. */
export type CallOutcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: SourceFault };

/** Passed to a client: ends a call that would outlive the budget. */
export interface CallOptions {
  readonly abortSignal?: AbortSignal;
}

/** Waits of 200, 400, … 5,000 ms between tries: a source that throttles is asked about 14 times in 60 s, one that stumbles thrice. */
const BACK_OFF = { firstMs: 200, maxMs: 5_000, briefTries: 3 } as const;

/** Name of the fault that is no fault of the source: the budget's time was over before it was asked. */
export const OUT_OF_TIME = 'OutOfTime';

/**
 * Calls the source and tries again where that can help and time is left. Never throws for what the source does, and always for
 * what is a bug of ours. The call is made even when no time is left: ask `askSource` where it should not be.
 */
export const callSource = async <T>(
  { clock, budget, jitter = () => 1, leaveMs = 0 }: Calling,
  call: () => Promise<T>,
): Promise<CallOutcome<T>> => {
  for (let tries = 1; ; tries += 1) {
    budget.called();
    try {
      return { ok: true, value: await call() };
    } catch (error) {
      const fault = sourceFault(error);
      if (fault === undefined) throw error;
      const waitMs = Math.ceil(Math.min(BACK_OFF.firstMs * 2 ** (tries - 1), BACK_OFF.maxMs) * jitter());
      if (!mayTryAgain(fault, tries) || budget.remainingMs() - waitMs <= leaveMs) return { ok: false, fault };
      await clock.sleep(waitMs);
    }
  }
};

const mayTryAgain = ({ retry }: SourceFault, tries: number): boolean =>
  retry === 'patiently' || (retry === 'briefly' && tries < BACK_OFF.briefTries);

/** As `callSource`, but only while the budget has time, counted as a cut of `subject` otherwise, and aborted when it ends. */
export const askSource = async <T>(
  calling: Calling,
  subject: string,
  call: (options: CallOptions) => Promise<T>,
): Promise<CallOutcome<T>> => {
  const { budget } = calling;
  if (budget.outOfTime(subject)) {
    const message = 'the time budget ended before everything was read';
    return { ok: false, fault: { code: 'timeout', name: OUT_OF_TIME, message, retry: 'never' } };
  }
  return callSource(calling, () =>
    call({ abortSignal: AbortSignal.timeout(Math.max(1, Math.ceil(budget.remainingMs()))) }),
  );
};
