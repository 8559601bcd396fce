import * as z from 'zod';
import { IncidentId, RunId, Sha256 } from './ids.ts';

/** The `source` of every event of this product. */
export const EVENT_SOURCE = 'opsrunbook';

export const SNAPSHOT_PERSISTED = 'evidence.snapshot.persisted';
export const INCIDENT_ANALYZED = 'incident.analyzed';
export const ACTIONS_COMPLETED = 'incident.actions.completed';

/** Detail of `evidence.snapshot.persisted`. */
export const SnapshotPersistedV1 = z.strictObject({
  schema_version: z.literal('1'),
  incident_id: IncidentId,
  run_id: RunId,
  manifest_key: z.string(),
  manifest_sha256: Sha256,
});
export type SnapshotPersistedV1 = z.infer<typeof SnapshotPersistedV1>;

/** Detail of `incident.analyzed`. */
export const IncidentAnalyzedV1 = z.strictObject({
  schema_version: z.literal('1'),
  incident_id: IncidentId,
  run_id: RunId,
  packet_key: z.string(),
  packet_sha256: Sha256,
  packet_hash: Sha256,
});
export type IncidentAnalyzedV1 = z.infer<typeof IncidentAnalyzedV1>;

/** Detail of `incident.actions.completed`: every action of the plan is settled. */
export const ActionsCompletedV1 = z.strictObject({
  schema_version: z.literal('1'),
  incident_id: IncidentId,
  run_id: RunId,
  plan_hash: Sha256,
  /** How many actions ended how. */
  done: z.int(),
  skipped: z.int(),
  failed: z.int(),
});
export type ActionsCompletedV1 = z.infer<typeof ActionsCompletedV1>;

/** The envelope EventBridge delivers; only what a consumer needs of it. */
export const envelopeOf = <Detail extends z.ZodType>(detailType: string, detail: Detail) =>
  z.object({ source: z.literal(EVENT_SOURCE), 'detail-type': z.literal(detailType), detail });
