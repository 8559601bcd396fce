import * as z from 'zod';

/** Environment of the CloudWatch metrics collector. */
export const CollectMetricsEnv = z.object({
  EVIDENCE_BUCKET: z.string().min(1),
  REDACTION_KEY_PARAMETER: z.string().startsWith('/'),
});
export type CollectMetricsEnv = z.infer<typeof CollectMetricsEnv>;
