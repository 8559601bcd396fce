import * as z from 'zod';

/** Plain HTTP goes to this machine only, and only where a stage allows it. */
const Address = z.url({ protocol: /^https?$/ });

/** What the action runner of a stage may do, and with whom it talks. The secrets are parameters, see docs/actions.md. */
export const ActionsSettings = z.strictObject({
  /** Everything is planned, rendered and kept; nothing is sent. */
  dryRun: z.boolean(),
  /** Whether pull requests may be opened at all. */
  pullRequests: z.boolean(),
  /** The least confidence in the repository that opens a pull request. */
  confidenceThreshold: z.number().min(0).max(1),
  /** Executions kept for the runner alone; null where the account's quota leaves nothing to reserve. */
  reservedConcurrency: z.int().min(1).max(2).nullable(),
  /** Whether destinations may lie on this machine, for a stage whose destinations are fakes. */
  loopback: z.boolean(),
  /** Where tickets go; null wires Jira for dry runs only. */
  jira: z
    .strictObject({ site: Address, cloudId: z.string().min(1).nullable(), email: z.email().nullable() })
    .nullable(),
  /** The App that opens pull requests; null wires GitHub for dry runs only. `apiUrl` null is GitHub itself. */
  gitHub: z.strictObject({ appId: z.string().min(1), apiUrl: Address.nullable() }).nullable(),
});
export type ActionsSettings = Readonly<z.infer<typeof ActionsSettings>>;

/** As careful as it gets: what an operator who set nothing deploys. */
export const CAREFUL_ACTIONS: ActionsSettings = {
  dryRun: true,
  pullRequests: false,
  confidenceThreshold: 0.7,
  reservedConcurrency: null,
  loopback: false,
  jira: null,
  gitHub: null,
};

/** What one deployment may say over its stage: everything but whether fakes are allowed. */
const ActionsContext = ActionsSettings.omit({ loopback: true }).partial();

/**
 * The settings with those of `cdk -c actions='{"dryRun":false}'`; undefined leaves them as they are. Throws a TypeError that names
 * every problem.
 */
export const withActionsContext = (settings: ActionsSettings, context: unknown): ActionsSettings => {
  if (context === undefined) return settings;
  const parsed = ActionsContext.safeParse(typeof context === 'string' ? jsonOf(context) : context);
  if (!parsed.success) throw new TypeError(`cdk context "actions": ${z.prettifyError(parsed.error)}`);
  return ActionsSettings.parse({ ...settings, ...parsed.data });
};

/** What is wrong with a stage's settings; empty when nothing is. */
export const actionsProblems = (settings: ActionsSettings): readonly string[] => {
  const parsed = ActionsSettings.safeParse(settings);
  const issues = parsed.success ? [] : parsed.error.issues;
  const wrong = issues.map(({ path, message }) => `actions.${path.join('.')}: ${message}`);
  const addresses = { 'jira.site': settings.jira?.site, 'gitHub.apiUrl': settings.gitHub?.apiUrl };
  const plain = Object.entries(addresses).filter(([, address]) => address?.startsWith('http:') && !settings.loopback);
  return [...wrong, ...plain.map(([name]) => `actions.${name} is not an https address`)];
};

/** The variables that decide what is planned: the runner and the API, which replays, must have the same. */
export const switchVariables = ({ dryRun, pullRequests, confidenceThreshold }: ActionsSettings) => ({
  ACTIONS_DRY_RUN: onOff(dryRun),
  ENABLE_GITHUB_PR_ACTION: onOff(pullRequests),
  PR_CONFIDENCE_THRESHOLD: `${confidenceThreshold}`,
});

/** The variables that tell the runner where its destinations are; one that is not configured has none. */
export const destinationVariables = ({ jira, gitHub, loopback }: ActionsSettings) => ({
  ...(jira !== null && {
    JIRA_SITE: jira.site,
    ...(jira.cloudId !== null && { JIRA_CLOUD_ID: jira.cloudId }),
    ...(jira.email !== null && { JIRA_EMAIL: jira.email }),
  }),
  ...(gitHub !== null && {
    GITHUB_APP_ID: gitHub.appId,
    ...(gitHub.apiUrl !== null && { GITHUB_API_URL: gitHub.apiUrl }),
  }),
  ...(loopback && { ALLOW_LOOPBACK_DESTINATIONS: onOff(true) }),
});

const onOff = (value: boolean): 'true' | 'false' => (value ? 'true' : 'false');

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new TypeError('cdk context "actions" is not JSON');
  }
};
