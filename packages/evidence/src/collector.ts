import type { CollectionStatus, CollectorName, CutV1, EvidenceDataOf, ReasonV1, ScopeV1 } from '@opsrunbook/contracts';
import type { BudgetMeter } from './budget-meter.ts';
import type { WindowMs } from './time-window.ts';

/** One API action a collector calls, and the IAM resource it needs it on (`*` only where the API has no resource). */
export interface Permission {
  readonly action: string;
  readonly resource: string;
  readonly why: string;
}

/** What a collector reads, in a sentence, and what it must be allowed to call. */
export interface CollectorDescription<Name extends CollectorName = CollectorName> {
  readonly name: Name;
  readonly reads: string;
  readonly permissions: readonly Permission[];
}

/** Whether a collector could work now: one cheap read of its own API. */
export type Health = { readonly ok: true } | { readonly ok: false; readonly reason: ReasonV1 };

/** The times of one run: the incident's window and the baseline that ends where it starts. */
export interface RunWindows {
  readonly window: WindowMs;
  readonly baseline: WindowMs;
}

/** What a collector read, what it could not read and why. Cuts and spending are kept by the budget's meter. */
export interface Collected<Name extends CollectorName> {
  readonly data: EvidenceDataOf<Name>;
  readonly reasons: readonly ReasonV1[];
  /** How many sources (log groups, series, machines) were asked for, and how many answered in full or in part. */
  readonly asked: number;
  readonly answered: number;
}

/**
 * Reads one kind of evidence. A collector never throws for what its source does (throttled, denied, missing, slow): that
 * becomes a reason. It stops within its budget, leaves nothing running behind it, and orders its data, so that equal answers
 * give equal evidence.
 */
export interface Collector<Name extends CollectorName> {
  describe(): CollectorDescription<Name>;
  healthCheck(): Promise<Health>;
  collect(windows: RunWindows, scope: ScopeV1, budget: BudgetMeter): Promise<Collected<Name>>;
}

/** Any one of the collectors. */
export type AnyCollector = { readonly [Name in CollectorName]: Collector<Name> }[CollectorName];

/** ok: everything asked for answered and nothing was cut; gap: nothing answered; partial: in between. */
export const collectionStatus = (
  collected: { readonly asked: number; readonly answered: number; readonly reasons: readonly ReasonV1[] },
  cuts: readonly CutV1[],
): CollectionStatus => {
  if (collected.answered === 0) return 'gap';
  return collected.answered === collected.asked && collected.reasons.length === 0 && cuts.length === 0
    ? 'ok'
    : 'partial';
};
