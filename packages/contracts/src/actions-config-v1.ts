import * as z from 'zod';

/** Everything an incident can be answered with, in the order it is done: the message links what came before it. */
export const ACTION_KINDS = ['jira-ticket', 'github-pull-request', 'teams-message'] as const;
export const ActionKind = z.enum(ACTION_KINDS);
export type ActionKind = z.infer<typeof ActionKind>;

/** Jira labels and parts of branch names: nothing a provider or a workflow reads as more than a name. */
const Label = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and hyphens');

export const JiraSettingsV1 = z.strictObject({
  project_key: z.string().regex(/^[A-Z][A-Z0-9_]{1,9}$/, 'expected a Jira project key like OPS'),
  issue_type: z.string().min(1).max(60).default('Bug'),
  /** The names of the site's priorities. */
  priorities: z
    .strictObject({ critical: z.string(), high: z.string(), medium: z.string(), low: z.string() })
    .default({ critical: 'Highest', high: 'High', medium: 'Medium', low: 'Low' }),
  labels: z.array(Label).max(20).default(['opsrunbook']),
});
export type JiraSettingsV1 = z.infer<typeof JiraSettingsV1>;

export const TeamsSettingsV1 = z.strictObject({
  /** A name for the channel behind the secret URL; it tells two channels apart in the ledger. */
  channel: Label.default('incidents'),
  /** Whether one repeat, which says that it may be one, is sent after an unclear answer. */
  repeat_after_unclear: z.boolean().default(true),
});
export type TeamsSettingsV1 = z.infer<typeof TeamsSettingsV1>;

export const GitHubSettingsV1 = z.strictObject({
  enabled: z.boolean().default(false),
  /** The least confidence in the repository that opens a pull request. */
  confidence_threshold: z.number().min(0).max(1).default(0.7),
  /** Folder of the incident reports in the repository. */
  report_folder: z
    .string()
    .regex(/^[a-z0-9][a-z0-9/-]{0,99}$/, 'expected a folder like docs/incidents')
    .default('docs/incidents'),
  labels: z.array(Label).max(20).default(['opsrunbook']),
});
export type GitHubSettingsV1 = z.infer<typeof GitHubSettingsV1>;

/** Effects that stop a storm: beyond them an action is skipped with its reason. */
export const ActionCapsV1 = z.strictObject({
  /** Creations, updates and messages of one incident at one destination. */
  per_incident: z.int().min(1).max(1_000).default(20),
  /** The same over all incidents, in one hour of UTC. */
  per_hour: z.int().min(1).max(1_000).default(60),
});
export type ActionCapsV1 = z.infer<typeof ActionCapsV1>;

/** What the runner may do and where. A destination that is not configured is skipped, and the ledger says so. */
export const ActionsConfigV1 = z.strictObject({
  schema_version: z.literal('1'),
  /** Nothing is sent; what would be is rendered and kept. */
  dry_run: z.boolean().default(true),
  jira: JiraSettingsV1.nullable().default(null),
  teams: TeamsSettingsV1.nullable().default(null),
  github: GitHubSettingsV1.nullable().default(null),
  caps: ActionCapsV1.prefault({}),
  /** Where people read incidents, without a trailing slash; null when there is no such address. */
  console_url: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
});
export type ActionsConfigV1 = z.infer<typeof ActionsConfigV1>;
