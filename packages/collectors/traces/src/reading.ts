import type { Clock } from '@opsrunbook/core';
import { type BudgetMeter, type SourceReader, type SourceWords, sourceReader } from '@opsrunbook/evidence';
import type { Traces } from './traces.ts';

/** X-Ray in the words of reasons. */
export const XRAY: SourceWords = { service: 'X-Ray', collector: 'traces' };

/** The permissions of this collector, as IAM spells them. */
export const PERMISSIONS = { summaries: 'xray:GetTraceSummaries', traces: 'xray:BatchGetTraces' } as const;

/** One run of the collector: its source, and the budget it is charged to. */
export interface Reading {
  readonly client: Traces;
  readonly reader: SourceReader;
  readonly budget: BudgetMeter;
}

/** A run over the source. */
export const openReading = (client: Traces, clock: Clock, budget: BudgetMeter): Reading => ({
  client,
  budget,
  reader: sourceReader({ clock, budget }, XRAY),
});
