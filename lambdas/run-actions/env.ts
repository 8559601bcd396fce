import * as z from 'zod';

const Parameter = z.string().startsWith('/');
/** HTTPS, or this machine, which is only ever called where ALLOW_LOOPBACK_DESTINATIONS is on. */
const Address = z.union([z.url({ protocol: /^https$/ }), z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ })]);
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
  PR_CONFIDENCE_THRESHOLD: z.coerce.number<string>().min(0).max(1).optional(),
  JIRA_SITE: Address.optional(),
  /** For scoped tokens. */
  JIRA_CLOUD_ID: z.string().min(1).optional(),
  /** The account of the token; a service account has none. */
  JIRA_EMAIL: z.email().optional(),
  JIRA_TOKEN_PARAMETER: Parameter.optional(),
  TEAMS_WEBHOOK_PARAMETER: Parameter.optional(),
  GITHUB_APP_ID: z.string().min(1).optional(),
  /** GitHub itself when absent. */
  GITHUB_API_URL: Address.optional(),
  GITHUB_PRIVATE_KEY_PARAMETER: Parameter.optional(),
  /** Lets destinations lie on 127.0.0.1, over plain HTTP: for the end-to-end test and its fakes, never where people work. */
  ALLOW_LOOPBACK_DESTINATIONS: Switch.optional(),
});
export type RunActionsEnv = z.infer<typeof RunActionsEnv>;
/** The same as text, as it is deployed. */
export type RunActionsVariables = z.input<typeof RunActionsEnv>;
