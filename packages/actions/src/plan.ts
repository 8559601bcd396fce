import {
  ACTION_KINDS,
  type ActionKind,
  type ActionPlanV1,
  type ActionsConfigV1,
  type ActionV1,
  type IncidentPacketV1,
  type RepositoryResolutionV1,
} from '@opsrunbook/contracts';
import { assertNever, canonicalJson, sha256Hex } from '@opsrunbook/core';
import { actionIdOf, type Draft, markerOf, planHashOf } from './action-id.ts';
import { gatesOf } from './gates.ts';

/** Changes whenever equal input may give another plan; replay names it. */
export const PLANNER_VERSION = '1.0.0';

/** The target of an action that cannot have one: nothing is configured, or no repository was found. */
const NO_TARGET = 'none';

interface PlanInput {
  readonly packet: IncidentPacketV1;
  readonly config: ActionsConfigV1;
  readonly resolution: RepositoryResolutionV1;
}

/**
 * What to do about a packet and why not the rest. Pure: equal input gives equal bytes. Every kind of action is in the plan, also
 * those a gate stops, so that the ledger can say why.
 */
export const plan = (
  packet: IncidentPacketV1,
  config: ActionsConfigV1,
  resolution: RepositoryResolutionV1,
): ActionPlanV1 => {
  const drafts = ACTION_KINDS.map((kind) => draftOf(kind, { packet, config, resolution }));
  const header = {
    schema_version: '1',
    planner_version: PLANNER_VERSION,
    incident_id: packet.incident_id,
    run_id: packet.run_id,
    started_at: packet.started_at,
    packet_hash: packet.packet_hash,
    config_hash: planningHash(config),
    resolution,
  } as const;
  const planHash = planHashOf({ ...header, actions: drafts });
  return { ...header, actions: drafts.map((draft) => identified(draft, planHash)), plan_hash: planHash };
};

/**
 * Dry run and caps decide when an action runs, not what is planned: turning dry run off must find the same actions, not new ones. The
 * console's address only shows up in links.
 */
const planningHash = ({ jira, github, teams }: ActionsConfigV1): string =>
  sha256Hex(canonicalJson({ jira, github, teams }));

const identified = (draft: Draft, planHash: string): ActionV1 => ({ ...draft, aid: actionIdOf(planHash, draft) });

const draftOf = (kind: ActionKind, input: PlanInput): Draft => {
  switch (kind) {
    case 'jira-ticket':
      return jiraDraft(input);
    case 'github-pull-request':
      return gitHubDraft(input);
    case 'teams-message':
      return teamsDraft(input);
    default:
      return assertNever(kind);
  }
};

const headerOf = (kind: ActionKind, target: string, input: PlanInput) => {
  const gates = [...gatesOf(kind, input)];
  const marker = markerOf(input.packet.incident_id, kind, target);
  return { marker, target, gates, allowed: gates.every(({ passed }) => passed) };
};

const commonFacts = ({ packet: { severity, verdict } }: PlanInput) => ({ severity, verdict });

const jiraDraft = (input: PlanInput): Draft => {
  const { jira } = input.config;
  const header = headerOf('jira-ticket', jira?.project_key ?? NO_TARGET, input);
  const labels = new Set([...(jira?.labels ?? []), input.packet.incident_id, header.marker]);
  return {
    ...header,
    kind: 'jira-ticket',
    facts: {
      ...commonFacts(input),
      project_key: header.target,
      issue_type: jira?.issue_type ?? NO_TARGET,
      priority: jira?.priorities[input.packet.severity] ?? NO_TARGET,
      labels: [...labels].sort(),
    },
  };
};

const gitHubDraft = (input: PlanInput): Draft => {
  const { github } = input.config;
  const { chosen, candidates, confidence, revision, code_owners } = input.resolution;
  const candidate = candidates.find(({ repository }) => repository === chosen);
  const { incident_id } = input.packet;
  return {
    ...headerOf('github-pull-request', chosen ?? NO_TARGET, input),
    kind: 'github-pull-request',
    facts: {
      ...commonFacts(input),
      repository: chosen,
      confidence,
      base_branch: candidate?.base_branch ?? null,
      branch: `opsrunbook/${incident_id}`,
      report_path: `${github?.report_folder ?? 'docs/incidents'}/${incident_id}.md`,
      revision,
      files: candidate?.files ?? [],
      reviewers: [...code_owners].sort(),
      labels: [...new Set(github?.labels ?? [])].sort(),
    },
  };
};

const teamsDraft = (input: PlanInput): Draft => {
  const { teams } = input.config;
  const header = headerOf('teams-message', teams?.channel ?? NO_TARGET, input);
  return {
    ...header,
    kind: 'teams-message',
    facts: {
      ...commonFacts(input),
      channel: header.target,
      repeat_after_unclear: teams?.repeat_after_unclear ?? false,
    },
  };
};
