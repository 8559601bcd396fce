import type { AppliedV1, TargetRecordV1 } from '@opsrunbook/contracts';
import type { Ending } from '../protocol/claim-action.ts';
import { released } from '../protocol/hold-target.ts';
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

/** What the object shows once this action is done. */
export const appliedBy = ({ action, plan, packet }: Job): AppliedV1 => ({
  aid: action.aid,
  run_id: plan.run_id,
  started_at: plan.started_at,
  verdict: packet.verdict,
  headline: packet.headline,
});

/** Gives the hold back with nothing else changed. */
export const giveBack = async ({ deps }: Sending, target: TargetRecordV1, ending: Ending): Promise<Ending> => {
  await writeTarget(deps, released(target));
  return ending;
};

/** How an action ends that was stopped before a request: decided against by the kill switch, or left for a later delivery. */
export const stoppedEnding = ({ job }: Sending, target: TargetRecordV1, { reason }: Stopped): Ending => {
  const ending = waiting(target, job.action.aid, ledgerReason(reason));
  const isSwitchedOff = reason.code === 'automation_disabled' && ending.status === 'planned';
  return isSwitchedOff ? skipped(ledgerReason(reason), { retryable: true }) : ending;
};
