import type { ActionPlanV1, ActionsConfigV1, IncidentPacketV1, RepositoryResolutionV1 } from '@opsrunbook/contracts';
import { canonicalJson, type JsonObject } from '@opsrunbook/core';
import { PLANNER_VERSION, plan as planActions } from '../plan.ts';
import { type JsonPatchOperation, jsonDiff } from './json-diff.ts';

/** What a run left behind, and how to do it again. */
export interface ReplayRun {
  readonly packet: IncidentPacketV1;
  /** Null when the run was never acted on. */
  readonly plan: ActionPlanV1 | null;
  /** Analyzes the run's sealed evidence again. */
  readonly reanalyze: () => IncidentPacketV1;
  /** Where the fault lies in code: what the stored plan found, so that only our own decisions are compared. */
  readonly resolution: RepositoryResolutionV1;
}

/** Versions of what made the stored packet and plan, and of what would make them now. */
export interface ReplayVersions {
  readonly stored: { readonly analyzer: string; readonly analyzer_config: string; readonly planner: string | null };
  readonly current: { readonly analyzer: string; readonly analyzer_config: string; readonly planner: string };
  readonly differ: boolean;
}

/** Whether doing it again gives the same, byte for byte, and what is different if not. */
export interface Replayed {
  readonly match: boolean;
  readonly packet_match: boolean;
  /** True also when there is no stored plan. */
  readonly plan_match: boolean;
  /** From the stored documents to the new ones: paths begin with /packet or /plan. */
  readonly diffs: readonly JsonPatchOperation[];
  readonly new_plan_preview: ActionPlanV1;
  readonly versions: ReplayVersions;
}

/** Analyzes and plans a run again and compares. Pure but for what `reanalyze` does; nothing is written or sent. */
export const replay = (run: ReplayRun, config: ActionsConfigV1): Replayed => {
  const packet = run.reanalyze();
  const plan = planActions(packet, config, run.resolution);
  // A run that was never acted on has no plan to compare with.
  const stored: JsonObject = run.plan === null ? { packet: run.packet } : { packet: run.packet, plan: run.plan };
  const fresh: JsonObject = run.plan === null ? { packet } : { packet, plan };
  const packetMatch = canonicalJson(run.packet) === canonicalJson(packet);
  const planMatch = run.plan === null || canonicalJson(run.plan) === canonicalJson(plan);
  return {
    match: packetMatch && planMatch,
    packet_match: packetMatch,
    plan_match: planMatch,
    diffs: jsonDiff(stored, fresh),
    new_plan_preview: plan,
    versions: versionsOf(run, packet),
  };
};

const versionsOf = ({ packet: before, plan }: ReplayRun, after: IncidentPacketV1): ReplayVersions => {
  const stored = {
    analyzer: before.analyzer_version,
    analyzer_config: before.config_hash,
    planner: plan?.planner_version ?? null,
  };
  const current = {
    analyzer: after.analyzer_version,
    analyzer_config: after.config_hash,
    planner: PLANNER_VERSION,
  };
  return { stored, current, differ: canonicalJson(stored) !== canonicalJson(current) };
};
