import type { ActionReasonV1, TargetRecordV1 } from '@opsrunbook/contracts';
import { assertNever } from '@opsrunbook/core';
import type { ExternalObject, Found, Mark, Refused, Unsure } from '../ports.ts';
import type { Ending } from '../protocol/claim-action.ts';
import { unsure } from '../protocol/hold-target.ts';
import type { StepRequest } from '../protocol/next-step.ts';
import { actOnTarget } from './act-on-target.ts';
import { hasFailed } from './breaker.ts';
import { done, failed, ledgerObject, ledgerReason, skipped, unknown, waiting } from './endings.ts';
import { guardedStep } from './guarded-step.ts';
import { standingTarget, takeHold, writeTarget } from './ledger-writes.ts';
import { giveBack, notBeforeMs, recordLanded, type Sending, stoppedEnding } from './sending.ts';

/** Holds the target, then does the one step that is safe now: adopt, skip, wait, look, or send. */
export const sendAction = async (sending: Sending): Promise<Ending> => {
  const { deps, job } = sending;
  const target = await takeHold(deps, job);
  if (target === undefined) {
    const reason = {
      code: 'held_by_another',
      message: 'another attempt works on the same object; a later delivery goes on',
    };
    return waiting(await standingTarget(deps, job), job.action.aid, reason);
  }
  const step = deps.protocol.nextStep(target, stepRequest(sending));
  switch (step.step) {
    case 'look':
      return lookThenAct(sending, target, step.mark);
    case 'send':
      return actOnTarget(sending, target, { existing: null, mayBeRepeat: step.mayBeRepeat, note: null });
    case 'recorded':
      return giveBack(sending, target, done(step.external, { adopted: true }));
    case 'skip':
      return giveBack(sending, target, skipped(step.reason));
    case 'wait':
      return giveBack(sending, target, waiting(target, job.action.aid, step.reason));
    case 'unconfirmed':
      return giveBack(sending, target, unknown(step.reason, { retryable: false }));
    default:
      return assertNever(step);
  }
};

const stepRequest = ({ deps, job: { action, plan, packet }, destination }: Sending): StepRequest => ({
  aid: action.aid,
  run_id: plan.run_id,
  started_at: plan.started_at,
  verdict: packet.verdict,
  headline: packet.headline,
  nowMs: deps.clock.now().getTime(),
  traits: destination.traits,
  effectsCap: deps.config.caps.per_incident,
  repeatAfterUnclear: action.kind === 'teams-message' && action.facts.repeat_after_unclear,
});

const lookThenAct = async (sending: Sending, target: TargetRecordV1, mark: Mark | null): Promise<Ending> => {
  const { deps, job, destination } = sending;
  const { marker, aid, kind } = job.action;
  const request = { marker, mark, known: target.external };
  const looked = await guardedStep(deps, job, (call) => destination.look(request, call));
  deps.breaker.report(kind, hasFailed(looked) ? 'failed' : 'answered');
  switch (looked.outcome) {
    case 'stopped':
      return giveBack(sending, target, stoppedEnding(sending, target, looked));
    case 'unsure':
    case 'refused':
      return notLooked(sending, target, looked);
    case 'found':
      return isSettled(looked, aid)
        ? adopt(sending, target, { object: looked.object, reason: noteOf(looked), byUs: looked.appliedAid === aid })
        : actOnTarget(sending, target, { existing: looked.object, mayBeRepeat: false, note: noteOf(looked) });
    case 'absent': {
      if (target.external === null)
        return actOnTarget(sending, target, { existing: null, mayBeRepeat: false, note: null });
      const reason = {
        code: 'removed_by_person',
        message: 'it was made, and is gone; what a person removed is not made again',
      };
      return adopt(sending, target, { object: target.external, reason, byUs: false });
    }
    default:
      return assertNever(looked);
  }
};

/** Nothing was found out. What an earlier attempt may have left stays unknown; without one, a refusal that stays ends the action. */
const notLooked = async (sending: Sending, target: TargetRecordV1, looked: Unsure | Refused): Promise<Ending> => {
  const reason = ledgerReason(looked.reason);
  await writeTarget(sending.deps, unsure(target, notBeforeMs(sending, looked)));
  const ending = waiting(target, sending.job.action.aid, reason);
  const isFinal = looked.outcome === 'refused' && !looked.retryable && target.intents.length === 0;
  return isFinal ? failed(reason, { retryable: false }) : ending;
};

const isSettled = ({ appliedAid, settledByPerson }: Found, aid: string): boolean =>
  settledByPerson || appliedAid === aid;

const noteOf = ({ note, others, settledByPerson }: Found): ActionReasonV1 | null => {
  if (note !== undefined) return ledgerReason(note);
  if (settledByPerson)
    return { code: 'settled_by_person', message: 'a person closed, merged or deleted it; it stays so' };
  if (others.length === 0) return null;
  const refs = others.map(({ ref }) => ref).join(', ');
  return ledgerReason({ code: 'others_found', message: `these carry the same marker and are left alone: ${refs}` });
};

interface Adoption {
  readonly object: ExternalObject;
  readonly reason: ActionReasonV1 | null;
  /** Whether this action made it in an earlier attempt. */
  readonly byUs: boolean;
}

const adopt = async (sending: Sending, target: TargetRecordV1, { object, reason, byUs }: Adoption): Promise<Ending> => {
  const external = ledgerObject(object);
  await recordLanded(sending, target, { external, effects: byUs ? 1 : 0 });
  return done(external, { adopted: true, reason });
};
