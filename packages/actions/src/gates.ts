import type {
  ActionKind,
  ActionsConfigV1,
  GateDecisionV1,
  IncidentPacketV1,
  RepositoryResolutionV1,
} from '@opsrunbook/contracts';

/** What the gates of a plan read: never free text of the evidence. */
export interface GateFacts {
  readonly packet: Pick<IncidentPacketV1, 'verdict'>;
  readonly config: ActionsConfigV1;
  readonly resolution: RepositoryResolutionV1;
}

/**
 * The gates of one kind of action in the order they are asked. Those that depend on the moment (kill switch, dry run, caps) are
 * asked when the action runs, so that the plan of a packet stays the same.
 */
export const gatesOf = (kind: ActionKind, facts: GateFacts): readonly GateDecisionV1[] => {
  if (kind === 'jira-ticket') return [configured(facts.config.jira !== null, 'Jira', 'jira.project_key')];
  if (kind === 'teams-message') return [configured(facts.config.teams !== null, 'Teams', 'teams.channel')];
  const isConfigured = configured(facts.config.github !== null, 'GitHub', 'github');
  return isConfigured.passed
    ? [isConfigured, pullRequestsEnabled(facts), decisive(facts), resolved(facts), confident(facts)]
    : [isConfigured];
};

const configured = (isConfigured: boolean, name: string, setting: string): GateDecisionV1 => ({
  gate: 'configured',
  passed: isConfigured,
  reason: isConfigured ? `${name} is configured` : `${name} is not configured; set ${setting} in config/actions.json`,
});

const pullRequestsEnabled = ({ config }: GateFacts): GateDecisionV1 => {
  const passed = config.github?.enabled === true;
  const reason = passed ? 'pull requests are on' : 'pull requests are off; set ENABLE_GITHUB_PR_ACTION=true';
  return { gate: 'pull_requests_enabled', passed, reason };
};

const decisive = ({ packet: { verdict } }: GateFacts): GateDecisionV1 => {
  const passed = verdict !== 'inconclusive';
  const reason = passed ? `the verdict is ${verdict}` : 'an inconclusive packet never opens a pull request';
  return { gate: 'verdict', passed, reason };
};

const resolved = ({ resolution }: GateFacts): GateDecisionV1 => ({
  gate: 'repository',
  passed: resolution.chosen !== null,
  reason: resolution.chosen === null ? resolution.reason : `${resolution.chosen}: ${resolution.reason}`,
});

const confident = ({ config, resolution }: GateFacts): GateDecisionV1 => {
  const threshold = config.github?.confidence_threshold ?? 1;
  const passed = resolution.confidence >= threshold;
  const relation = passed ? 'reaches' : 'is below';
  const reason = `the repository's confidence ${resolution.confidence} ${relation} PR_CONFIDENCE_THRESHOLD ${threshold}`;
  return { gate: 'confidence', passed, reason };
};
