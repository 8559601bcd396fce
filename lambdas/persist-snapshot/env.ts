import * as z from 'zod';

/** Environment of the function that seals a run. */
export const PersistSnapshotEnv = z.object({
  SNAPSHOTS_TABLE: z.string().min(1),
  EVIDENCE_BUCKET: z.string().min(1),
  EVENT_BUS_NAME: z.string().min(1),
  REDACTION_KEY_PARAMETER: z.string().startsWith('/'),
});
export type PersistSnapshotEnv = z.infer<typeof PersistSnapshotEnv>;
