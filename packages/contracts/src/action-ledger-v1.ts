import * as z from 'zod';
import { ActionMarker, ActionPlanV1 } from './action-plan-v1.ts';
import { ActionKind } from './actions-config-v1.ts';
import { RedactionCountsV1 } from './evidence-v1.ts';
import { IncidentId, RunId, Sha256 } from './ids.ts';
import { Verdict } from './packet-v1.ts';

/**
 * planned: to be done; claimed: somebody works on it; done: the effect is there; skipped: decided against; failed: refused for sure;
 * unknown: it may or may not have happened, and is looked for before it is tried again.
 */
export const ACTION_STATUSES = ['planned', 'claimed', 'done', 'skipped', 'failed', 'unknown'] as const;
export const ActionStatus = z.enum(ACTION_STATUSES);
export type ActionStatus = z.infer<typeof ActionStatus>;

/** Why an action is in its status, for people and alarms; `code` is snake_case. */
export const ActionReasonV1 = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/),
  message: z.string().max(1_000),
});
export type ActionReasonV1 = z.infer<typeof ActionReasonV1>;

const Json: z.ZodType<z.core.util.JSONType> = z.json();
const EpochMs = z.int().nonnegative();

/** What an action made or found at its destination. */
export const ExternalObjectV1 = z.strictObject({ ref: z.string().max(200), url: z.string().max(2_048).nullable() });
export type ExternalObjectV1 = z.infer<typeof ExternalObjectV1>;

/** What was or would be sent: in `document`, or, when it is large, under `key` in the evidence store. */
export const RenderedPayloadV1 = z.strictObject({
  sha256: Sha256,
  bytes: z.int(),
  document: Json.nullable(),
  key: z.string().nullable(),
  redactions: RedactionCountsV1,
});
export type RenderedPayloadV1 = z.infer<typeof RenderedPayloadV1>;

/** The right to work on something until a moment after the holder is gone for certain. */
export const LeaseV1 = z.strictObject({ owner: z.string().min(1).max(100), until_ms: EpochMs });
export type LeaseV1 = z.infer<typeof LeaseV1>;

/** The ACTION item: one action of one plan, and how it ended. `revision` counts its writes: each is conditional on the one before. */
export const ActionRecordV1 = z.strictObject({
  schema_version: z.literal('1'),
  revision: z.int().positive(),
  incident_id: IncidentId,
  run_id: RunId,
  started_at: z.iso.datetime(),
  aid: Sha256,
  kind: ActionKind,
  target: z.string(),
  marker: ActionMarker,
  /** SHA-256 of what is asked for: the planned action and its packet. Another under the same id is a conflict. */
  request_hash: Sha256,
  status: ActionStatus,
  reason: ActionReasonV1.nullable(),
  /** Whether another attempt may change a failed, skipped or unknown action. */
  retryable: z.boolean(),
  claim: LeaseV1.nullable(),
  /** How often it was claimed. */
  attempts: z.int().nonnegative(),
  external: ExternalObjectV1.nullable(),
  /** True when the object stood before: an earlier attempt made it, or a person settled it. */
  adopted: z.boolean(),
  payload: RenderedPayloadV1.nullable(),
  updated_at: z.iso.datetime(),
});
export type ActionRecordV1 = z.infer<typeof ActionRecordV1>;

/** An attempt that was about to be sent and whose end is not known. */
export const IntentV1 = z.strictObject({
  aid: Sha256,
  sent_at_ms: EpochMs,
  mark: z.record(z.string(), Json),
});
export type IntentV1 = z.infer<typeof IntentV1>;

/** Which run an object shows. */
export const AppliedV1 = z.strictObject({
  aid: Sha256,
  run_id: RunId,
  started_at: z.iso.datetime(),
  verdict: Verdict,
  headline: z.string(),
});
export type AppliedV1 = z.infer<typeof AppliedV1>;

/**
 * The TARGET item: the one object that all runs of an incident share at a destination. It is held by one attempt at a time,
 * whichever run it belongs to, and remembers what may have been sent.
 */
export const TargetRecordV1 = z.strictObject({
  schema_version: z.literal('1'),
  revision: z.int().positive(),
  incident_id: IncidentId,
  kind: ActionKind,
  target: z.string(),
  marker: ActionMarker,
  hold: LeaseV1.nullable(),
  /** Attempts that may have landed, oldest first. */
  intents: z.array(IntentV1),
  /** The mark of the last attempt that did not land for certain. */
  mark: z.record(z.string(), Json).nullable(),
  /** The provider asked not to be called before. */
  not_before_ms: EpochMs.nullable(),
  external: ExternalObjectV1.nullable(),
  applied: AppliedV1.nullable(),
  /** Creations, updates and messages so far. */
  effects: z.int().nonnegative(),
});
export type TargetRecordV1 = z.infer<typeof TargetRecordV1>;

/** The ACTIONS#LATEST item: the newest run that was acted on. It only moves forward. */
export const LatestActionsV1 = z.strictObject({
  schema_version: z.literal('1'),
  incident_id: IncidentId,
  run_id: RunId,
  started_at: z.iso.datetime(),
  packet_hash: Sha256,
  plan_hash: Sha256,
});
export type LatestActionsV1 = z.infer<typeof LatestActionsV1>;

/** A plan with the record of each of its actions, in the plan's order. */
export const ActionsViewV1 = z.strictObject({ plan: ActionPlanV1, actions: z.array(ActionRecordV1) });
export type ActionsViewV1 = z.infer<typeof ActionsViewV1>;
