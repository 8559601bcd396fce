import * as z from 'zod';

/** Environment of the X-Ray traces collector. */
export const CollectTracesEnv = z.object({
  EVIDENCE_BUCKET: z.string().min(1),
  REDACTION_KEY_PARAMETER: z.string().startsWith('/'),
});
export type CollectTracesEnv = z.infer<typeof CollectTracesEnv>;
