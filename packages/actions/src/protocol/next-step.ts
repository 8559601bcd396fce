import type { ActionReasonV1, AppliedV1, ExternalObjectV1, RunId, TargetRecordV1 } from '@opsrunbook/contracts';
import type { DestinationTraits, Mark } from '../ports.ts';
import { SETTLE_MS } from './attempt.ts';

/** What may happen to a held target now. */
export type Step =
  | { readonly step: 'recorded'; readonly external: ExternalObjectV1 | null }
  | { readonly step: 'skip'; readonly reason: ActionReasonV1 }
  | { readonly step: 'wait'; readonly reason: ActionReasonV1 }
  | { readonly step: 'unconfirmed'; readonly reason: ActionReasonV1 }
  | { readonly step: 'look'; readonly mark: Mark | null }
  | { readonly step: 'send'; readonly mayBeRepeat: boolean };

/** The action that asks, and the limits it is under. */
export interface StepRequest {
  readonly aid: string;
  readonly run_id: RunId;
  readonly started_at: string;
  readonly verdict: AppliedV1['verdict'];
  readonly headline: string;
  readonly nowMs: number;
  readonly traits: DestinationTraits;
  readonly effectsCap: number;
  readonly repeatAfterUnclear: boolean;
}

/** Decides the next step of an action from what is known of its target. Pure: the whole protocol between claim and act. */
export const nextStep = (target: TargetRecordV1, request: StepRequest): Step => {
  const { applied } = target;
  if (applied?.aid === request.aid) return { step: 'recorded', external: target.external };
  if (applied !== null && isNewer(applied, request)) {
    return skip('superseded', `the newer run ${applied.run_id} is shown there already`);
  }
  const open = target.intents.filter(({ aid }) => request.traits.findable || aid === request.aid);
  const wait = waitFor(target, open.at(-1)?.sent_at_ms, request.nowMs);
  if (wait !== undefined) return wait;
  if (open.length === 0 && target.effects >= request.effectsCap) {
    return skip('incident_cap', `${target.effects} actions of this incident went there, the most allowed`);
  }
  if (request.traits.findable) return { step: 'look', mark: open[0]?.mark ?? null };
  return sendUnfindable(target, open.length, request);
};

const waitFor = (target: TargetRecordV1, lastSentMs: number | undefined, nowMs: number): Step | undefined => {
  if (lastSentMs !== undefined && nowMs < lastSentMs + SETTLE_MS) {
    return wait('settling', `an attempt was sent ${nowMs - lastSentMs} ms ago; it is looked for after ${SETTLE_MS} ms`);
  }
  const { not_before_ms: notBeforeMs } = target;
  if (notBeforeMs === null || nowMs >= notBeforeMs) return undefined;
  return wait('asked_to_wait', `the provider asked to wait another ${notBeforeMs - nowMs} ms`);
};

/** A message cannot be found again: after an unclear attempt at most one repeat, which says that it may be one. */
const sendUnfindable = ({ applied }: TargetRecordV1, unclearAttempts: number, request: StepRequest): Step => {
  const repeats = request.repeatAfterUnclear ? 1 : 0;
  if (unclearAttempts > repeats) {
    const message = `${unclearAttempts} attempts had no clear answer; whether the message is there only a person can see`;
    return { step: 'unconfirmed', reason: { code: 'unconfirmed', message } };
  }
  const isUnchanged = applied?.verdict === request.verdict && applied.headline === request.headline;
  if (unclearAttempts === 0 && isUnchanged)
    return skip('unchanged', `run ${applied.run_id} already said the same there`);
  return { step: 'send', mayBeRepeat: unclearAttempts > 0 };
};

const isNewer = (applied: AppliedV1, request: StepRequest): boolean =>
  applied.started_at > request.started_at ||
  (applied.started_at === request.started_at && applied.run_id > request.run_id);

const skip = (code: string, message: string): Step => ({ step: 'skip', reason: { code, message } });
const wait = (code: string, message: string): Step => ({ step: 'wait', reason: { code, message } });
