import * as z from 'zod';

/** Environment of the Step Functions collector. */
export const CollectStepFunctionsEnv = z.object({
  EVIDENCE_BUCKET: z.string().min(1),
  REDACTION_KEY_PARAMETER: z.string().startsWith('/'),
});
export type CollectStepFunctionsEnv = z.infer<typeof CollectStepFunctionsEnv>;
