import * as z from 'zod';

/** Environment of the Logs Insights collector. */
export const CollectLogsEnv = z.object({
  EVIDENCE_BUCKET: z.string().min(1),
  REDACTION_KEY_PARAMETER: z.string().startsWith('/'),
});
export type CollectLogsEnv = z.infer<typeof CollectLogsEnv>;
