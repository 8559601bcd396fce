import type { ActionKind } from '@opsrunbook/contracts';
import type { Clock } from '@opsrunbook/core';

/** Failures in a row after which a destination is left alone, and for how long (reliability.md section 7). */
const FAILURES = 5;
const OPEN_MS = 60_000;

/** Spares a destination that fails and the time of those that wait for it. In memory only: correctness never depends on it. */
export interface Breaker {
  isOpen(kind: ActionKind): boolean;
  report(kind: ActionKind, result: 'answered' | 'failed'): void;
}

/** A breaker that stays as long as its process. */
export const createBreaker = (clock: Clock): Breaker => {
  const states = new Map<ActionKind, { readonly failures: number; readonly openUntilMs: number }>();
  const nowMs = () => clock.now().getTime();
  return {
    isOpen: (kind) => (states.get(kind)?.openUntilMs ?? 0) > nowMs(),
    report: (kind, result) => {
      if (result === 'answered') {
        states.delete(kind);
        return;
      }
      const failures = (states.get(kind)?.failures ?? 0) + 1;
      states.set(kind, { failures, openUntilMs: failures >= FAILURES ? nowMs() + OPEN_MS : 0 });
    },
  };
};

/** Whether a step says that the destination is in trouble, rather than that the request is wrong. */
export const hasFailed = (step: { readonly outcome: string; readonly retryable?: boolean }): boolean =>
  step.outcome === 'unsure' || (step.outcome === 'refused' && step.retryable === true);
