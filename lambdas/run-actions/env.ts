import * as z from 'zod';

const Parameter = z.string().startsWith('/');
const Switch = z.enum(['true', 'false']).transform((text) => text === 'true');

/** Environment of the action runner. Secrets are named by their parameters; a destination without its variables is not wired. */
export const RunActionsEnv = z.object({
  INCIDENTS_TABLE: z.string().min(1),
  PACKETS_TABLE: z.string().min(1),
  EVIDENCE_BUCKET: z.string().min(1),
  EVENT_BUS_NAME: z.string().min(1),
  REDACTION_KEY_PARAMETER: Parameter,
  /** The account whose bus is listened to. */
  ACCOUNT_ID: z.string().regex(/^\d{12}$/, 'expected an account of 12 digits'),
  /** Holds `true` while actions may run; anything else, or no such parameter, stops them. */
  AUTOMATION_ENABLED_PARAMETER: Parameter,
  ACTIONS_DRY_RUN: Switch.optional(),
  ENABLE_GITHUB_PR_ACTION: Switch.optional(),
  PR_CONFIDENCE_THRESHOLD: z.coerce.number().min(0).max(1).optional(),
  JIRA_SITE: z.url({ protocol: /^https$/ }).optional(),
  /** For scoped tokens. */
  JIRA_CLOUD_ID: z.string().min(1).optional(),
  /** The account of the token; a service account has none. */
  JIRA_EMAIL: z.email().optional(),
  JIRA_TOKEN_PARAMETER: Parameter.optional(),
  TEAMS_WEBHOOK_PARAMETER: Parameter.optional(),
  GITHUB_APP_ID: z.string().min(1).optional(),
  GITHUB_PRIVATE_KEY_PARAMETER: Parameter.optional(),
});
export type RunActionsEnv = z.infer<typeof RunActionsEnv>;
