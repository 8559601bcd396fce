import * as z from 'zod';

/** Environment of the API function. */
export const ApiEnv = z.object({
  STAGE: z.string().min(1),
  INCIDENTS_TABLE: z.string().min(1),
  SNAPSHOTS_TABLE: z.string().min(1),
  PACKETS_TABLE: z.string().min(1),
  EVIDENCE_BUCKET: z.string().min(1),
  STATE_MACHINE_ARN: z.string().min(1),
  REDACTION_KEY_PARAMETER: z.string().startsWith('/'),
});
export type ApiEnv = z.infer<typeof ApiEnv>;
