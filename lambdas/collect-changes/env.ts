import * as z from 'zod';

/** Environment of the changes collector. */
export const CollectChangesEnv = z.object({
  EVIDENCE_BUCKET: z.string().min(1),
  REDACTION_KEY_PARAMETER: z.string().startsWith('/'),
});
export type CollectChangesEnv = z.infer<typeof CollectChangesEnv>;
