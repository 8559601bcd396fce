import type { RenderContext } from '@opsrunbook/actions';
import type { ActionKind, ActionV1, IncidentPacketV1 } from '@opsrunbook/contracts';
import { sha256Hex } from '@opsrunbook/core';
import { buildPacket } from './build-packet.ts';

type ActionOf<Kind extends ActionKind> = Extract<ActionV1, { readonly kind: Kind }>;

const headerOf = (seed: string) => ({
  aid: sha256Hex(`action ${seed}`),
  marker: `opsrunbook-${sha256Hex('marker').slice(0, 20)}`,
  gates: [],
  allowed: true,
});
const COMMON = { severity: 'high', verdict: 'supported' } as const;

/** A ticket in OPS; another seed is the action of another run. */
export const jiraAction = (seed = 'first', marker = headerOf('').marker): ActionOf<'jira-ticket'> => ({
  ...headerOf(seed),
  marker,
  kind: 'jira-ticket',
  target: 'OPS',
  facts: {
    ...COMMON,
    project_key: 'OPS',
    issue_type: 'Bug',
    priority: 'High',
    labels: ['inc-20260303t120000-0123456789', 'opsrunbook', marker].sort(),
  },
});

/** A pull request for the fake's repository. */
export const gitHubAction = (
  seed = 'first',
  facts: Partial<ActionOf<'github-pull-request'>['facts']> = {},
): ActionOf<'github-pull-request'> => ({
  ...headerOf(seed),
  kind: 'github-pull-request',
  target: 'example-org/checkout',
  facts: {
    ...COMMON,
    repository: 'example-org/checkout',
    confidence: 0.95,
    base_branch: null,
    branch: 'opsrunbook/inc-20260303t120000-0123456789',
    report_path: 'docs/incidents/inc-20260303t120000-0123456789.md',
    revision: 'b'.repeat(40),
    files: [{ path: 'src/payment/charge.ts', line: 42, frames: 3 }],
    reviewers: ['@octo-dev', '@example-org/payments'],
    labels: ['opsrunbook'],
    ...facts,
  },
});

/** A message to the channel. */
export const teamsAction = (seed = 'first'): ActionOf<'teams-message'> => ({
  ...headerOf(seed),
  kind: 'teams-message',
  target: 'incidents',
  facts: { ...COMMON, channel: 'incidents', repeat_after_unclear: true },
});

/** Everything a rendering may read, about an object that is to be created. */
export const renderContext = <Kind extends ActionKind>(
  action: ActionOf<Kind>,
  packet: IncidentPacketV1 = buildPacket(),
  overrides: Partial<Omit<RenderContext<Kind>, 'action' | 'packet'>> = {},
): RenderContext<Kind> => ({
  action,
  packet,
  links: {
    ticket: { ref: 'OPS-1', url: 'https://example.atlassian.net/browse/OPS-1' },
    pull_request: { ref: '7', url: 'https://github.com/example-org/checkout/pull/7' },
    packet: 'https://runbook.example.com/incidents/inc-20260303t120000-0123456789',
  },
  existing: null,
  shown: null,
  mayBeRepeat: false,
  ...overrides,
});
