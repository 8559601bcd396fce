import * as z from 'zod';
import { ActionRecordV1, ActionsViewV1 } from './action-ledger-v1.ts';
import { ActionPlanV1 } from './action-plan-v1.ts';
import { ManifestEntryV1, ObjectRefV1 } from './collect-result-v1.ts';
import { CollectorName } from './collector-name.ts';
import { ReasonV1 } from './evidence-v1.ts';
import { IncidentId, RunId } from './ids.ts';
import { IncidentV1 } from './incident-v1.ts';
import { ManifestV1, SnapshotV1 } from './manifest-v1.ts';
import { PacketRecordV1 } from './packet-v1.ts';

/** Addresses of everything that belongs to an incident, relative to the API. */
export const IncidentLinksV1 = z.strictObject({
  self: z.string(),
  runs: z.string(),
  run: z.string(),
  snapshot: z.string(),
  evidence: z.string(),
  packet: z.string(),
  actions: z.string(),
  replay: z.string(),
});
export type IncidentLinksV1 = z.infer<typeof IncidentLinksV1>;

/** Answer of `POST /v1/incidents` and `POST /v1/incidents/{id}/runs`. */
export const AcceptedV1 = z.strictObject({ incident_id: IncidentId, run_id: RunId, links: IncidentLinksV1 });
export type AcceptedV1 = z.infer<typeof AcceptedV1>;

/** pending: not started; collecting: the collectors run; sealed: the snapshot stands, the analyzer works; analyzed: the packet stands. */
export const RUN_STATUSES = ['pending', 'collecting', 'sealed', 'analyzed', 'failed'] as const;
export const RunStatus = z.enum(RUN_STATUSES);
export type RunStatus = z.infer<typeof RunStatus>;

/** One collector of a run: running, then stored, then, once the run is sealed, ok, partial or gap; missing if the run failed before. */
export const CollectorProgressV1 = z.strictObject({
  collector: CollectorName,
  status: z.enum(['running', 'stored', 'ok', 'partial', 'gap', 'missing']),
  rows: z.int().optional(),
  reasons: z.array(ReasonV1).optional(),
});
export type CollectorProgressV1 = z.infer<typeof CollectorProgressV1>;

/** Answer of `GET /v1/incidents/{id}/runs/{run_id}`. */
export const RunViewV1 = z.strictObject({
  incident_id: IncidentId,
  run_id: RunId,
  started_at: z.iso.datetime(),
  status: RunStatus,
  execution: z.string(),
  collectors: z.array(CollectorProgressV1),
  links: IncidentLinksV1,
});
export type RunViewV1 = z.infer<typeof RunViewV1>;

/** One action in one line. */
export const ActionSummaryV1 = ActionRecordV1.pick({
  kind: true,
  target: true,
  status: true,
  reason: true,
  external: true,
});
export type ActionSummaryV1 = z.infer<typeof ActionSummaryV1>;

/** Answer of `GET /v1/incidents/{id}`. */
export const IncidentViewV1 = z.strictObject({
  incident: IncidentV1,
  latest_run: z.strictObject({ run_id: RunId, started_at: z.iso.datetime(), status: RunStatus }).nullable(),
  latest_packet: PacketRecordV1.nullable(),
  /** How the actions of the newest run that was acted on stand; null before that. */
  latest_actions: z.array(ActionSummaryV1).nullable(),
  links: IncidentLinksV1.nullable(),
});
export type IncidentViewV1 = z.infer<typeof IncidentViewV1>;

/** Answer of `GET /v1/incidents`: newest first. */
export const IncidentListV1 = z.strictObject({
  incidents: z.array(IncidentV1),
  /** Send it as `?cursor=` for the next page; null on the last. */
  cursor: z.string().nullable(),
});
export type IncidentListV1 = z.infer<typeof IncidentListV1>;

/** Answer of `GET /v1/incidents/{id}/snapshot/latest`. */
export const SnapshotViewV1 = z.strictObject({ snapshot: SnapshotV1, manifest: ManifestV1 });
export type SnapshotViewV1 = z.infer<typeof SnapshotViewV1>;

/** Answer of `GET /v1/incidents/{id}/evidence`: the objects of the latest sealed run. */
export const EvidenceListV1 = z.strictObject({
  incident_id: IncidentId,
  run_id: RunId,
  manifest: ObjectRefV1,
  entries: z.array(ManifestEntryV1.extend({ href: z.string().nullable() })),
});
export type EvidenceListV1 = z.infer<typeof EvidenceListV1>;

/** Answer of `GET /health`: what is on and what is missing, never a value. */
export const HealthV1 = z.strictObject({
  status: z.enum(['ok', 'degraded']),
  stage: z.string(),
  version: z.string(),
  collectors: z.array(z.strictObject({ collector: CollectorName, enabled: z.boolean() })),
  services: z.array(z.string()),
  settings: z.array(z.strictObject({ name: z.string(), state: z.enum(['set', 'missing']), effect: z.string() })),
});
export type HealthV1 = z.infer<typeof HealthV1>;

/** Answer of `GET /v1/incidents/{id}/actions`: the newest plans, last first, each with what became of its actions. */
export const ActionsListV1 = z.strictObject({ incident_id: IncidentId, plans: z.array(ActionsViewV1) });
export type ActionsListV1 = z.infer<typeof ActionsListV1>;

/** One operation of a JSON patch (RFC 6902); paths begin with /packet or /plan. */
export const PatchOperationV1 = z.union([
  z.strictObject({ op: z.enum(['add', 'replace']), path: z.string(), value: z.unknown() }),
  z.strictObject({ op: z.literal('remove'), path: z.string() }),
]);

const StageVersionsV1 = z.strictObject({
  analyzer: z.string(),
  analyzer_config: z.string(),
  planner: z.string().nullable(),
});

/** Answer of `POST /v1/incidents/{id}/replay`: whether analyzing and planning again gives the same bytes. Nothing is written. */
export const ReplayV1 = z.strictObject({
  incident_id: IncidentId,
  run_id: RunId,
  match: z.boolean(),
  packet_match: z.boolean(),
  plan_match: z.boolean(),
  diffs: z.array(PatchOperationV1),
  new_plan_preview: ActionPlanV1,
  versions: z.strictObject({ stored: StageVersionsV1, current: StageVersionsV1, differ: z.boolean() }),
});
export type ReplayV1 = z.infer<typeof ReplayV1>;
