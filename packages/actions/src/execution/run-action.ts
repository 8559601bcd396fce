import type { ActionReasonV1, ActionRecordV1, ActionV1 } from '@opsrunbook/contracts';
import type { Ending } from '../protocol/claim-action.ts';
import { endClaim } from '../protocol/claim-action.ts';
import { type BoundDestination, bindDestination } from './bound-destination.ts';
import { failed, skipped, waiting, withPayload } from './endings.ts';
import { standingTarget, takeClaim, writeAction } from './ledger-writes.ts';
import { keepPayload, renderPayload } from './render-payload.ts';
import type { Job, RunnerDeps } from './runner-deps.ts';
import { sendAction } from './send-action.ts';

/**
 * Runs one action as far as it is safe now and answers with its record. Repeated, overlapping or after a crash it goes on where the
 * ledger says. Throws when the ledger cannot be written or holds another request under this action.
 */
export const runAction = async (deps: RunnerDeps, job: Job): Promise<ActionRecordV1> => {
  const claim = await takeClaim(deps, job);
  if (claim.answer !== 'claimed') return claim.record;
  const ending = await decide(deps, job);
  const record = endClaim(claim.record, ending, { nowMs: deps.clock.now().getTime() });
  await writeAction(deps, record);
  return record;
};

/** The gates of the moment, in the order they can stop an action, then the action itself. */
const decide = async (deps: RunnerDeps, job: Job): Promise<Ending> => {
  const { action } = job;
  const closed = closedGate(action);
  if (closed !== undefined) return skipped(closed);
  const destination = bindDestination(action, deps.destinations);
  if (destination === undefined) return failed(NOT_WIRED, { retryable: false });
  if (deps.config.dry_run) return dryRun(deps, job, destination);
  const stop = (await automationStop(deps)) ?? (await capStop(deps, action));
  if (stop !== undefined) return decidedLater(deps, job, stop);
  if (deps.breaker.isOpen(action.kind)) return waiting(await standingTarget(deps, job), action.aid, BREAKER_OPEN);
  return sendAction({ deps, job, destination });
};

const NOT_WIRED: ActionReasonV1 = {
  code: 'not_wired',
  message:
    'the plan allows this action, but this deployment has no destination for it; check its secrets and variables',
};

const BREAKER_OPEN: ActionReasonV1 = {
  code: 'breaker_open',
  message: 'the destination failed 5 times in a row and is left alone for 60 s',
};

/** The reason of the first gate of the plan that did not pass. */
const closedGate = ({ gates, allowed }: ActionV1): ActionReasonV1 | undefined => {
  const closed = gates.find(({ passed }) => !passed);
  if (closed !== undefined) return { code: `gate_${closed.gate}`, message: closed.reason };
  return allowed ? undefined : { code: 'gate_closed', message: 'the plan does not allow this action' };
};

/** Renders exactly what would be sent, and keeps it. */
const dryRun = async (deps: RunnerDeps, job: Job, destination: BoundDestination): Promise<Ending> => {
  const target = await standingTarget(deps, job);
  const state = { existing: target.external, shown: target.applied, mayBeRepeat: false };
  const rendering = await renderPayload(deps, job, destination, state);
  if (!rendering.rendered) return failed(rendering.reason, { retryable: false });
  const reason = { code: 'dry_run', message: 'ACTIONS_DRY_RUN is on: rendered and kept, not sent' };
  const ending = await decidedLater(deps, job, reason);
  return withPayload(ending, await keepPayload(deps, job, rendering.payload));
};

const automationStop = async ({ killSwitch }: RunnerDeps): Promise<ActionReasonV1 | undefined> =>
  (await killSwitch.isAutomationEnabled())
    ? undefined
    : { code: 'automation_disabled', message: 'AUTOMATION_ENABLED is not true: nothing runs' };

const capStop = async (
  { ledger, clock, config }: RunnerDeps,
  action: ActionV1,
): Promise<ActionReasonV1 | undefined> => {
  const hour = clock.now().toISOString().slice(0, 13);
  const cap = config.caps.per_hour;
  if (await ledger.admit({ kind: action.kind, hour, aid: action.aid, cap })) return undefined;
  return { code: 'hour_cap', message: `${cap} actions of this kind were done in the hour ${hour}Z, the most allowed` };
};

/** Skipped for now; but what may have been sent before stays unknown until somebody looks. */
const decidedLater = async (deps: RunnerDeps, job: Job, reason: ActionReasonV1): Promise<Ending> => {
  const resting = waiting(await standingTarget(deps, job), job.action.aid, reason);
  return resting.status === 'unknown' ? resting : skipped(reason, { retryable: true });
};
