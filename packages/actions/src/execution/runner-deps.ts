import type { ActionPlanV1, ActionsConfigV1, ActionV1, IncidentPacketV1 } from '@opsrunbook/contracts';
import type { Clock, IdSource, RemainingTime } from '@opsrunbook/core';
import type { EvidenceStore, Gate } from '@opsrunbook/evidence';
import type { ActionLedger } from '../ledger-port.ts';
import type { KillSwitch } from '../lookup-ports.ts';
import type { Destinations, RenderContext } from '../ports.ts';
import { type Attempt, LEASE_MARGIN_MS } from '../protocol/attempt.ts';
import type { Protocol } from '../protocol/protocol.ts';
import type { Breaker } from './breaker.ts';

/** What every action of an invocation is run with. */
export interface RunnerDeps {
  readonly ledger: ActionLedger;
  readonly destinations: Destinations;
  readonly killSwitch: KillSwitch;
  readonly evidence: Pick<EvidenceStore, 'putOnce'>;
  readonly gate: () => Promise<Gate>;
  readonly clock: Clock;
  readonly breaker: Breaker;
  readonly config: ActionsConfigV1;
  /** `PROTOCOL` outside of tests. */
  readonly protocol: Protocol;
}

/** One invocation: who it is and how long it may still work. */
export interface Invocation {
  readonly owner: string;
  readonly remaining: RemainingTime;
}

/** One action to be run. */
export interface Job {
  readonly plan: ActionPlanV1;
  readonly action: ActionV1;
  readonly packet: IncidentPacketV1;
  readonly links: RenderContext['links'];
  readonly invocation: Invocation;
}

/** A new invocation, whose claims nobody else can mistake for their own. */
export const beginInvocation = (ids: IdSource, remaining: RemainingTime): Invocation => ({
  owner: `run-actions-${ids.hex(16)}`,
  remaining,
});

/** The invocation as the protocol sees it now. */
export const attemptOf = ({ owner, remaining }: Invocation, clock: Clock): Attempt => {
  const nowMs = clock.now().getTime();
  return { owner, nowMs, leaseUntilMs: nowMs + Math.max(0, Math.ceil(remaining())) + LEASE_MARGIN_MS };
};
