import * as z from 'zod';

const Switch = z.enum(['true', 'false']).transform((text) => text === 'true');

/** Environment of the API function. */
export const ApiEnv = z.object({
  STAGE: z.string().min(1),
  INCIDENTS_TABLE: z.string().min(1),
  SNAPSHOTS_TABLE: z.string().min(1),
  PACKETS_TABLE: z.string().min(1),
  EVIDENCE_BUCKET: z.string().min(1),
  STATE_MACHINE_ARN: z.string().min(1),
  REDACTION_KEY_PARAMETER: z.string().startsWith('/'),
  /** The runner's own, so that replay plans with the same configuration. */
  ACTIONS_DRY_RUN: Switch.optional(),
  ENABLE_GITHUB_PR_ACTION: Switch.optional(),
  PR_CONFIDENCE_THRESHOLD: z.coerce.number<string>().min(0).max(1).optional(),
});
export type ApiEnv = z.infer<typeof ApiEnv>;
/** The same as text, as it is deployed. */
export type ApiVariables = z.input<typeof ApiEnv>;
