import * as z from 'zod';

/** Environment of the CloudWatch alarms collector. */
export const CollectAlarmsEnv = z.object({
  EVIDENCE_BUCKET: z.string().min(1),
  REDACTION_KEY_PARAMETER: z.string().startsWith('/'),
});
export type CollectAlarmsEnv = z.infer<typeof CollectAlarmsEnv>;
