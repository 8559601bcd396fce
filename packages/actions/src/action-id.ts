import type { ActionKind, ActionMarker, ActionPlanV1, ActionV1, IncidentId } from '@opsrunbook/contracts';
import { canonicalJson, sha256Hex } from '@opsrunbook/core';

/** An action before its plan has a hash. */
export type Draft<Action extends ActionV1 = ActionV1> = Action extends ActionV1 ? Omit<Action, 'aid'> : never;

/** A plan before it is sealed. */
export type PlanDraft = Omit<ActionPlanV1, 'actions' | 'plan_hash'> & { readonly actions: readonly Draft[] };

/**
 * What the object at a destination is found again by. It derives from the incident and not from the plan, so that a later run of the
 * incident, whose plan differs, finds the ticket of the first.
 */
export const markerOf = (incidentId: IncidentId, kind: ActionKind, target: string): ActionMarker =>
  `opsrunbook-${sha256Hex(canonicalJson([incidentId, kind, target])).slice(0, 20)}`;

/** SHA-256 of the canonical JSON of a plan without its own hash and the action ids, which derive from it. */
export const planHashOf = ({ actions, ...plan }: PlanDraft): string =>
  sha256Hex(canonicalJson({ ...plan, actions: [...actions] }));

/** This action of this plan. */
export const actionIdOf = (planHash: string, { kind, target }: Pick<ActionV1, 'kind' | 'target'>): string =>
  sha256Hex(canonicalJson([planHash, kind, target]));

/** What an action asks for: under one `aid` it never differs, unless somebody changed a stored plan or packet. */
export const requestHashOf = (action: ActionV1, packetHash: string): string =>
  sha256Hex(canonicalJson({ action, packet_hash: packetHash }));

/** Whether a stored plan is the one its hash and its action ids were made for. */
export const isIntactPlan = ({ plan_hash, actions, ...rest }: ActionPlanV1): boolean => {
  const drafts = actions.map(({ aid: _, ...draft }) => draft);
  if (planHashOf({ ...rest, actions: drafts }) !== plan_hash) return false;
  return actions.every((action) => action.aid === actionIdOf(plan_hash, action));
};
