import type { ReasonV1 } from '@opsrunbook/contracts';
import type { Clock } from '@opsrunbook/core';
import type { BudgetMeter } from '@opsrunbook/evidence';
import type { LogsInsights } from './logs-insights.ts';
import { type SourceFailure, sourceFailure } from './source-failure.ts';

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

const BACK_OFF = { firstMs: 200, maxMs: 5_000 } as const;
const BRIEF_TRIES = 3;

/** What a call to the source came to. */
export type Answer<T> =
  | { readonly status: 'answered'; readonly value: T }
  | { readonly status: 'failed'; readonly failure: SourceFailure };

/**
 * Calls the source and tries again where that can help, 200 ms, 400 ms, … to 5 s apart, times the jitter: three times when
 * the service stumbles, and for as long as there is time when it asks for fewer calls (60 s hold about 14 tries). Never throws
 * for what the source does.
 */
export const callSource = async <T>(
  session: Session,
  call: (client: LogsInsights) => Promise<T>,
): Promise<Answer<T>> => {
  for (let tries = 1; ; tries += 1) {
    session.meter.called();
    try {
      return { status: 'answered', value: await call(session.client) };
    } catch (error) {
      const failure = sourceFailure(error);
      const waitMs = Math.ceil(Math.min(BACK_OFF.firstMs * 2 ** (tries - 1), BACK_OFF.maxMs) * session.jitter());
      if (!mayTryAgain(failure, tries) || session.meter.remainingMs() - waitMs < LEAVE_MS) {
        return { status: 'failed', failure };
      }
      await session.clock.sleep(waitMs);
    }
  }
};

const mayTryAgain = ({ retry }: SourceFailure, tries: number): boolean =>
  retry === 'patiently' || (retry === 'briefly' && tries < BRIEF_TRIES);
