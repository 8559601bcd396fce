import type { ExternalObjectV1, TargetRecordV1 } from '@opsrunbook/contracts';
import type { Refused, Unsure } from '../ports.ts';
import type { Ending } from '../protocol/claim-action.ts';
import { landed, released } from '../protocol/hold-target.ts';
import type { BoundDestination } from './bound-destination.ts';
import { ledgerReason, skipped, waiting } from './endings.ts';
import type { Stopped } from './guarded-step.ts';
import { writeTarget } from './ledger-writes.ts';
import type { Job, RunnerDeps } from './runner-deps.ts';

/** What the steps of one action share. */
export interface Sending {
  readonly deps: RunnerDeps;
  readonly job: Job;
  readonly destination: BoundDestination;
}

/** Records that the object stands and shows this action. */
export const recordLanded = async (
  { deps, job: { action, plan, packet }, destination }: Sending,
  target: TargetRecordV1,
  { external, effects }: { readonly external: ExternalObjectV1; readonly effects: 0 | 1 },
): Promise<void> => {
  const { run_id, started_at } = plan;
  const { verdict, headline } = packet;
  const applied = { aid: action.aid, run_id, started_at, verdict, headline };
  const isShared = destination.traits.object === 'per-incident';
  await writeTarget(deps, landed(target, { external, applied, effects, isShared }));
};

/** Gives the hold back with nothing else changed. */
export const giveBack = async ({ deps }: Sending, target: TargetRecordV1, ending: Ending): Promise<Ending> => {
  await writeTarget(deps, released(target));
  return ending;
};

/** The moment before which the provider asked not to be called; null when it did not ask. */
export const notBeforeMs = ({ deps }: Sending, outcome: Refused | Unsure | Stopped): number | null =>
  outcome.outcome === 'stopped' || outcome.retryAfterMs === undefined
    ? null
    : deps.clock.now().getTime() + outcome.retryAfterMs;

/** How an action ends that was stopped before a request: decided against by the kill switch, or left for a later delivery. */
export const stoppedEnding = ({ job }: Sending, target: TargetRecordV1, { reason }: Stopped): Ending => {
  const ending = waiting(target, job.action.aid, ledgerReason(reason));
  const isSwitchedOff = reason.code === 'automation_disabled' && ending.status === 'planned';
  return isSwitchedOff ? skipped(ledgerReason(reason), { retryable: true }) : ending;
};
