import { type BudgetV1, type CollectResultV1, ExecutionInputV1 } from '@opsrunbook/contracts';
import type { RemainingTime } from '@opsrunbook/core';
import { collectEvidence } from './collect-evidence.ts';
import type { AnyCollector, Health } from './collector.ts';
import type { EvidenceStore } from './evidence-store.ts';
import type { Gate } from './gate.ts';

export interface CollectHandlerDeps {
  readonly collector: AnyCollector;
  readonly store: EvidenceStore;
  readonly gate: () => Promise<Gate>;
  readonly budget: BudgetV1;
}

/** The stage every collector function runs: collects for the run in the event; `{"health_check": true}` asks only whether it could. */
export const createCollectHandler =
  ({ collector, store, gate, budget }: CollectHandlerDeps) =>
  async (event: unknown, remaining: RemainingTime): Promise<CollectResultV1 | Health> => {
    if (asksForHealth(event)) return collector.healthCheck();
    return collectEvidence({ collector, store, gate: await gate(), budget }, ExecutionInputV1.parse(event), remaining);
  };

const asksForHealth = (event: unknown): boolean =>
  typeof event === 'object' && event !== null && 'health_check' in event && event.health_check === true;
