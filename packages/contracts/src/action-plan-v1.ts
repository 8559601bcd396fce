import * as z from 'zod';
import { IncidentId, RunId, Sha256 } from './ids.ts';
import { SEVERITIES } from './incident-v1.ts';
import { Verdict } from './packet-v1.ts';
import { RepositoryName } from './repo-mapping-v1.ts';

/** `opsrunbook-` and 20 hex digits: what an object at a destination is found again by. The same for all runs of an incident. */
export const ActionMarker = z.string().regex(/^opsrunbook-[0-9a-f]{20}$/);
export type ActionMarker = z.infer<typeof ActionMarker>;

/** How a candidate repository was found. The confidence of each is in `packages/actions/src/repository`. */
export const RESOLUTION_METHODS = ['mapping-rule', 'stack-trace', 'suspected-owner'] as const;

/** One reason to believe that the fault lies in a repository. */
export const RepositoryEvidenceV1 = z.strictObject({
  method: z.enum(RESOLUTION_METHODS),
  /** The rule, frame or owner, in words that hold no evidence text but names and paths. */
  detail: z.string().max(500),
});
export type RepositoryEvidenceV1 = z.infer<typeof RepositoryEvidenceV1>;

/** A file that a stack trace names and that exists at the deployed revision. */
export const SuspectedFileV1 = z.strictObject({
  path: z.string().regex(/^[\w@+][\w@+./-]{0,299}$/),
  line: z.int().positive().nullable(),
  /** How many frames named it. */
  frames: z.int().positive(),
});
export type SuspectedFileV1 = z.infer<typeof SuspectedFileV1>;

/** One repository the fault may lie in. */
export const RepositoryCandidateV1 = z.strictObject({
  repository: RepositoryName,
  confidence: z.number().min(0).max(1),
  base_branch: z.string().nullable(),
  evidence: z.array(RepositoryEvidenceV1).min(1),
  files: z.array(SuspectedFileV1),
});
export type RepositoryCandidateV1 = z.infer<typeof RepositoryCandidateV1>;

/** Where the fault most likely lies in code: every candidate, best first, and which one an action may use. */
export const RepositoryResolutionV1 = z.strictObject({
  /** Null when there is no candidate, or the best ones contradict each other. */
  chosen: RepositoryName.nullable(),
  confidence: z.number().min(0).max(1),
  reason: z.string().max(500),
  /** The commit that runs, null when nobody could say. */
  revision: z
    .string()
    .regex(/^[0-9a-f]{7,64}$/)
    .nullable(),
  /** Owners of the suspected files by the repository's CODEOWNERS: `@user` or `@org/team`. */
  code_owners: z.array(z.string().regex(/^@[\w-]{1,39}(\/[\w.-]{1,100})?$/)),
  candidates: z.array(RepositoryCandidateV1),
});
export type RepositoryResolutionV1 = z.infer<typeof RepositoryResolutionV1>;

/** What decides whether an action is done; each decision is kept with its reason. */
export const PLAN_GATES = ['configured', 'pull_requests_enabled', 'verdict', 'repository', 'confidence'] as const;
export const GateDecisionV1 = z.strictObject({
  gate: z.enum(PLAN_GATES),
  passed: z.boolean(),
  reason: z.string().max(500),
});
export type GateDecisionV1 = z.infer<typeof GateDecisionV1>;

const ActionHeader = {
  /** SHA-256 of plan hash, kind and target: this action of this plan. */
  aid: Sha256,
  /** SHA-256 of incident, kind and target as a marker: the object that all runs of the incident share. */
  marker: ActionMarker,
  /** Which project, channel or repository. */
  target: z.string().max(210),
  /** In the order they were asked; the first that did not pass decides. */
  gates: z.array(GateDecisionV1),
  /** Whether all gates passed. */
  allowed: z.boolean(),
};

/** Facts every destination may show besides the packet. */
const CommonFacts = {
  severity: z.enum(SEVERITIES),
  verdict: Verdict,
};

export const JiraActionV1 = z.strictObject({
  ...ActionHeader,
  kind: z.literal('jira-ticket'),
  facts: z.strictObject({
    ...CommonFacts,
    project_key: z.string(),
    issue_type: z.string(),
    priority: z.string(),
    /** The marker is among them. */
    labels: z.array(z.string()),
  }),
});
export type JiraActionV1 = z.infer<typeof JiraActionV1>;

export const GitHubActionV1 = z.strictObject({
  ...ActionHeader,
  kind: z.literal('github-pull-request'),
  facts: z.strictObject({
    ...CommonFacts,
    /** Null when none was resolved; then a gate did not pass. */
    repository: RepositoryName.nullable(),
    confidence: z.number().min(0).max(1),
    base_branch: z.string().nullable(),
    branch: z.string(),
    report_path: z.string(),
    /** The commit that runs: permalinks point there. */
    revision: z.string().nullable(),
    files: z.array(SuspectedFileV1),
    reviewers: z.array(z.string()),
    labels: z.array(z.string()),
  }),
});
export type GitHubActionV1 = z.infer<typeof GitHubActionV1>;

export const TeamsActionV1 = z.strictObject({
  ...ActionHeader,
  kind: z.literal('teams-message'),
  facts: z.strictObject({ ...CommonFacts, channel: z.string(), repeat_after_unclear: z.boolean() }),
});
export type TeamsActionV1 = z.infer<typeof TeamsActionV1>;

export const ActionV1 = z.discriminatedUnion('kind', [JiraActionV1, GitHubActionV1, TeamsActionV1]);
export type ActionV1 = z.infer<typeof ActionV1>;

/** What is to be done about one packet, and why not the rest. Equal packet, configuration and resolution give equal bytes. */
export const ActionPlanV1 = z.strictObject({
  schema_version: z.literal('1'),
  planner_version: z.string(),
  incident_id: IncidentId,
  run_id: RunId,
  /** The packet's own time, part of every ledger key. */
  started_at: z.iso.datetime(),
  packet_hash: Sha256,
  /** SHA-256 of the canonical JSON of the destinations' settings it was planned with; not of dry run, caps and addresses. */
  config_hash: Sha256,
  resolution: RepositoryResolutionV1,
  /** In the order they are done. */
  actions: z.array(ActionV1),
  /** SHA-256 of the canonical JSON of this plan without this member and without the actions' `aid`. */
  plan_hash: Sha256,
});
export type ActionPlanV1 = z.infer<typeof ActionPlanV1>;
