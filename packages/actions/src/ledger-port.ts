import type {
  ActionKind,
  ActionMarker,
  ActionPlanV1,
  ActionRecordV1,
  IncidentId,
  LatestActionsV1,
  RunV1,
  TargetRecordV1,
} from '@opsrunbook/contracts';
import type { Gated } from '@opsrunbook/evidence';

/** Which ACTION item. */
export type ActionKey = Pick<ActionRecordV1, 'incident_id' | 'started_at' | 'aid'>;

/**
 * The record of plans and actions. Reads are consistent. `put` writes a record of revision n only over the one of revision n − 1
 * (nothing, for 1): `conflict` means that somebody else wrote meanwhile and nothing was written. It needs no transactions.
 */
export interface ActionLedger {
  createPlan(plan: Gated<ActionPlanV1>): Promise<'created' | 'exists'>;
  plan(run: RunV1): Promise<ActionPlanV1 | undefined>;
  action(key: ActionKey): Promise<ActionRecordV1 | undefined>;
  putAction(record: Gated<ActionRecordV1>): Promise<PutAnswer>;
  target(incidentId: IncidentId, marker: ActionMarker): Promise<TargetRecordV1 | undefined>;
  putTarget(record: Gated<TargetRecordV1>): Promise<PutAnswer>;
  latest(incidentId: IncidentId): Promise<LatestActionsV1 | undefined>;
  /** Only forward: a pointer to a newer run stays. */
  moveLatest(latest: Gated<LatestActionsV1>): Promise<'moved' | 'newer_stands'>;
  /** Counts an action once among those of its hour; false when `cap` others were counted before it. */
  admit(request: AdmitRequest): Promise<boolean>;
  /** Actions that are not settled and were last written before a moment, oldest first. */
  pending(request: { readonly before: string; readonly limit: number }): Promise<readonly ActionRecordV1[]>;
}

export type PutAnswer = 'written' | 'conflict';

export interface AdmitRequest {
  readonly kind: ActionKind;
  /** The hour of UTC, like 2026-03-03T12. */
  readonly hour: string;
  readonly aid: string;
  readonly cap: number;
}
