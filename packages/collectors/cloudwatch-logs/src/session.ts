import type { ReasonV1 } from '@opsrunbook/contracts';
import type { Clock } from '@opsrunbook/core';
import { type BudgetMeter, type CallOutcome, callSource } from '@opsrunbook/evidence';
import type { LogsInsights } from './logs-insights.ts';

/** What the collector is made of: the source, waiting, and how much of a back-off to wait (0 to 1). */
export interface LogsSource {
  readonly client: LogsInsights;
  readonly clock: Clock;
  /** Full jitter spreads callers that were throttled together; 1 waits the whole back-off. */
  readonly jitter: () => number;
}

/** One run of the collector: its budget, the groups still read, and why others are not. */
export interface Session extends LogsSource {
  readonly meter: BudgetMeter;
  /** Sorted; a group that turns out to be missing or denied is taken out. */
  groups: readonly string[];
  /** True once any query returned something, if only that there is nothing. */
  answered: boolean;
  readonly reasons: ReadonlyMap<string, ReasonV1>;
  /** Remembers why something is missing, once per subject and cause. */
  note(reason: ReasonV1): void;
}

/** A session over the groups of a run. */
export const openSession = (source: LogsSource, meter: BudgetMeter, groups: readonly string[]): Session => {
  const reasons = new Map<string, ReasonV1>();
  const note = (reason: ReasonV1): void => {
    reasons.set(`${reason.subject}\n${reason.code}\n${reason.message}`, reason);
  };
  return { ...source, meter, groups, answered: false, reasons, note };
};

/** Kept back when a query is left, for stopping it and handing over what was read: a slow StopQuery and its retry. */
export const LEAVE_MS = 3_000;

/**
 * Calls CloudWatch Logs, again where that can help. A call is made whatever the time, because leaving a query needs one too; the
 * caller looks at the time before it starts anything.
 */
export const callLogs = <T>(
  { client, clock, meter, jitter }: Session,
  call: (client: LogsInsights) => Promise<T>,
): Promise<CallOutcome<T>> => callSource({ clock, budget: meter, jitter, leaveMs: LEAVE_MS }, () => call(client));
