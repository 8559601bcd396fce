import * as z from 'zod';

/** Environment of the X-Ray service graph collector. */
export const CollectServiceGraphEnv = z.object({
  EVIDENCE_BUCKET: z.string().min(1),
  REDACTION_KEY_PARAMETER: z.string().startsWith('/'),
});
export type CollectServiceGraphEnv = z.infer<typeof CollectServiceGraphEnv>;
