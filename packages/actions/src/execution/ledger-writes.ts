import type { ActionRecordV1, TargetRecordV1 } from '@opsrunbook/contracts';
import { ConflictError, DependencyError } from '@opsrunbook/core';
import { requestHashOf } from '../action-id.ts';
import type { Attempt } from '../protocol/attempt.ts';
import type { ClaimAnswer } from '../protocol/claim-action.ts';
import { newTarget } from '../protocol/hold-target.ts';
import { attemptOf, type Job, type RunnerDeps } from './runner-deps.ts';
import { writeOwned } from './write-owned.ts';

/** How often a claim is tried again when somebody else wrote between reading and writing. */
const RACES = 8;

/** Writes a claimed action's record. Throws a Dependency error when somebody took the claim over: then nothing is written. */
export const writeAction = async ({ ledger, gate, clock }: RunnerDeps, record: ActionRecordV1): Promise<void> => {
  const gated = (await gate()).pass(record);
  const io = { put: () => ledger.putAction(gated), read: () => ledger.action(record) };
  if (!(await writeOwned(clock, gated.value, io))) throw lostClaim(record);
};

/** Writes a held target. Throws a Dependency error when somebody took the hold over: then nothing is written. */
export const writeTarget = async (
  { ledger, gate, clock }: RunnerDeps,
  target: TargetRecordV1,
): Promise<TargetRecordV1> => {
  const gated = (await gate()).pass(target);
  const io = { put: () => ledger.putTarget(gated), read: () => ledger.target(target.incident_id, target.marker) };
  if (!(await writeOwned(clock, gated.value, io))) throw lostClaim(target);
  return target;
};

const lostClaim = ({ marker, revision }: { readonly marker: string; readonly revision: number }): DependencyError =>
  new DependencyError('claim_lost', `${marker} was taken over before revision ${revision} was written; look again`);

/** Claims an action, whoever else tries at the same time. Throws Conflict when its id stands for another request. */
export const takeClaim = async (deps: RunnerDeps, job: Job): Promise<ClaimAnswer> => {
  const requestHash = requestHashOf(job.action, job.plan.packet_hash);
  for (let race = 0; race < RACES; race += 1) {
    const attempt = attemptOf(job.invocation, deps.clock);
    const key = { ...job.plan, aid: job.action.aid };
    const standing = (await deps.ledger.action(key)) ?? plannedRecord(job, attempt, 0);
    const answer = deps.protocol.claimAction(standing, requestHash, attempt);
    if (answer.answer === 'conflict') throw otherRequest(standing);
    if (answer.answer !== 'claimed') return answer;
    if ((await deps.ledger.putAction((await deps.gate()).pass(answer.record))) === 'written') return answer;
  }
  throw new DependencyError('claim_raced', `${job.action.marker} was written by others ${RACES} times; try again`);
};

/** Holds a target for one attempt; undefined when another attempt holds it. */
export const takeHold = async (deps: RunnerDeps, job: Job): Promise<TargetRecordV1 | undefined> => {
  for (let race = 0; race < RACES; race += 1) {
    const standing = await standingTarget(deps, job);
    const answer = deps.protocol.holdTarget(standing, attemptOf(job.invocation, deps.clock));
    if (answer.answer === 'busy') return undefined;
    if ((await deps.ledger.putTarget((await deps.gate()).pass(answer.target))) === 'written') return answer.target;
  }
  return undefined;
};

/** The target as it stands, or as it is before anything was sent there. */
export const standingTarget = async ({ ledger }: RunnerDeps, { action, plan }: Job): Promise<TargetRecordV1> =>
  (await ledger.target(plan.incident_id, action.marker)) ?? newTarget(plan.incident_id, action);

/** The first record of an action; revision 0 is what a claim begins with when it was never written. */
export const plannedRecord = (
  { plan, action }: Pick<Job, 'plan' | 'action'>,
  { nowMs }: Pick<Attempt, 'nowMs'>,
  revision: 0 | 1,
): ActionRecordV1 => ({
  schema_version: '1',
  revision,
  incident_id: plan.incident_id,
  run_id: plan.run_id,
  started_at: plan.started_at,
  aid: action.aid,
  kind: action.kind,
  target: action.target,
  marker: action.marker,
  request_hash: requestHashOf(action, plan.packet_hash),
  status: 'planned',
  reason: null,
  retryable: true,
  claim: null,
  attempts: 0,
  external: null,
  adopted: false,
  payload: null,
  updated_at: new Date(nowMs).toISOString(),
});

const otherRequest = ({ aid, marker }: ActionRecordV1): ConflictError =>
  new ConflictError('other_request', `the ledger holds another request under action ${aid}; nothing was sent`, {
    context: { marker },
  });
