import type { ActionReasonV1, TargetRecordV1 } from '@opsrunbook/contracts';
import { assertNever, type JsonObject } from '@opsrunbook/core';
import type { Gated } from '@opsrunbook/evidence';
import type { ActOutcome, ExternalObject, Mark, Refused, Unsure } from '../ports.ts';
import type { Ending } from '../protocol/claim-action.ts';
import { intend, refused } from '../protocol/hold-target.ts';
import { backoffMs, MAX_TRIES, MAX_WAIT_MS } from './backoff.ts';
import { hasFailed } from './breaker.ts';
import { hasTimeForRequest } from './call-context.ts';
import { done, failed, ledgerObject, ledgerReason, unknown, waiting, withPayload } from './endings.ts';
import { guardedStep, type Stopped } from './guarded-step.ts';
import { writeTarget } from './ledger-writes.ts';
import { keepPayload, renderPayload } from './render-payload.ts';
import { giveBack, notBeforeMs, recordLanded, type Sending, stoppedEnding } from './sending.ts';

/** The object to change, and whether an earlier attempt may have arrived. */
export interface ActState {
  readonly existing: ExternalObject | null;
  readonly mayBeRepeat: boolean;
  /** What looking for it brought to light besides. */
  readonly note: ActionReasonV1 | null;
}

/** Prepares, renders, and sends; a refusal that may pass soon is tried again while the time allows. */
export const actOnTarget = async (sending: Sending, target: TargetRecordV1, state: ActState): Promise<Ending> => {
  const { deps, job, destination } = sending;
  const prepared = await guardedStep(deps, job, (call) => destination.prepare(target.mark, call));
  if (prepared.outcome !== 'ready') return notPrepared(sending, target, prepared);
  const shown = target.applied;
  const rendering = await renderPayload(deps, job, destination, { ...state, shown });
  if (!rendering.rendered) return giveBack(sending, target, failed(rendering.reason, { retryable: false }));
  const kept = await keepPayload(deps, job, rendering.payload);
  const wasFound = state.existing !== null && target.external === null;
  const request = { ...state, wasFound, mark: prepared.mark, payload: rendering.payload };
  return withPayload(await sendWithTries(sending, target, request), kept);
};

interface SendRequest extends ActState {
  /** Whether the object stood although the ledger did not know of it. */
  readonly wasFound: boolean;
  readonly mark: Mark;
  readonly payload: Gated<JsonObject>;
}

const sendWithTries = async (sending: Sending, held: TargetRecordV1, request: SendRequest): Promise<Ending> => {
  const { deps, job } = sending;
  let target = held;
  for (let tries = 1; ; tries += 1) {
    if (!hasTimeForRequest(job.invocation)) return giveBack(sending, target, waiting(target, job.action.aid, NO_TIME));
    const intended = await intendOne(sending, target, request);
    const outcome = await sendOnce(sending, request);
    if (outcome.outcome !== 'refused' && outcome.outcome !== 'stopped')
      return recordOutcome(sending, intended, { outcome, request });
    target = await writeTarget(deps, refused(intended, notBeforeMs(sending, outcome)));
    const waitMs = backoffMs(job.action.aid, tries, retryAfterOf(outcome));
    const isSoon = waitMs <= MAX_WAIT_MS && tries < MAX_TRIES;
    if (outcome.outcome === 'stopped' || !outcome.retryable || !isSoon) return endRefused(sending, target, outcome);
    await deps.clock.sleep(waitMs);
  }
};

const NO_TIME = { code: 'no_time', message: 'too little time was left for a request and its recording' };

const intendOne = ({ deps, job, destination }: Sending, target: TargetRecordV1, { mark, existing }: SendRequest) =>
  writeTarget(
    deps,
    intend(target, {
      aid: job.action.aid,
      sentAtMs: deps.clock.now().getTime(),
      mark,
      existing: existing && ledgerObject(existing),
      keepEarlier: !destination.traits.findable,
    }),
  );

const sendOnce = async ({ deps, job, destination }: Sending, { payload, mark, existing }: SendRequest) => {
  const { marker, kind } = job.action;
  const outcome = await guardedStep(deps, job, (call) => destination.act({ marker, payload, mark, existing }, call));
  deps.breaker.report(kind, hasFailed(outcome) ? 'failed' : 'answered');
  return outcome;
};

const recordOutcome = async (
  sending: Sending,
  target: TargetRecordV1,
  { outcome, request }: { readonly outcome: Exclude<ActOutcome, Refused>; readonly request: SendRequest },
): Promise<Ending> => {
  const { deps } = sending;
  switch (outcome.outcome) {
    case 'landed': {
      const external = ledgerObject(outcome.object);
      await recordLanded(sending, target, { external, effects: 1 });
      const reason = outcome.note === undefined ? request.note : ledgerReason(outcome.note);
      return done(external, { adopted: outcome.adopted || request.wasFound, reason });
    }
    case 'unsure':
      await writeTarget(deps, deps.protocol.unsure(target, notBeforeMs(sending, outcome)));
      return unknown(ledgerReason(outcome.reason), { retryable: true });
    default:
      return assertNever(outcome);
  }
};

const endRefused = (sending: Sending, target: TargetRecordV1, outcome: Refused | Stopped): Promise<Ending> => {
  const reason = ledgerReason(outcome.reason);
  if (outcome.outcome === 'refused') return giveBack(sending, target, failed(reason, outcome));
  return giveBack(sending, target, stoppedEnding(sending, target, outcome));
};

const notPrepared = (
  sending: Sending,
  target: TargetRecordV1,
  outcome: Refused | Unsure | Stopped,
): Promise<Ending> => {
  if (outcome.outcome === 'stopped') return giveBack(sending, target, stoppedEnding(sending, target, outcome));
  // Preparing only reads: whatever went wrong, nothing was sent.
  const retryable = outcome.outcome === 'unsure' || outcome.retryable;
  return giveBack(sending, target, failed(ledgerReason(outcome.reason), { retryable }));
};

const retryAfterOf = (outcome: Refused | Stopped): number | undefined =>
  outcome.outcome === 'refused' ? outcome.retryAfterMs : undefined;
