import * as z from 'zod';
import { ManifestEntryV1, ObjectRefV1 } from './collect-result-v1.ts';
import { IncidentId, RunId } from './ids.ts';
import { TimeWindowV1 } from './time-window-v1.ts';

/** Lists every object of a run with its hash; the SHA-256 of the manifest's own bytes seals the run. */
export const ManifestV1 = z.strictObject({
  schema_version: z.literal('1'),
  incident_id: IncidentId,
  run_id: RunId,
  started_at: z.iso.datetime(),
  window: TimeWindowV1,
  baseline: TimeWindowV1,
  request: ObjectRefV1,
  /** Ordered by collector. */
  entries: z.array(ManifestEntryV1),
});
export type ManifestV1 = z.infer<typeof ManifestV1>;

/** The SNAPSHOT item: where the sealed run lies. */
export const SnapshotV1 = z.strictObject({
  schema_version: z.literal('1'),
  incident_id: IncidentId,
  run_id: RunId,
  started_at: z.iso.datetime(),
  manifest: ObjectRefV1,
  statuses: z.record(z.string(), z.string()),
});
export type SnapshotV1 = z.infer<typeof SnapshotV1>;
