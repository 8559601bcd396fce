import type { ActionReasonV1, ExternalObjectV1, RenderedPayloadV1, TargetRecordV1 } from '@opsrunbook/contracts';
import type { ExternalObject, OutcomeReason } from '../ports.ts';
import type { Ending } from '../protocol/claim-action.ts';

/** The effect is there. */
export const done = (
  external: ExternalObjectV1 | null,
  { adopted, reason = null }: { readonly adopted: boolean; readonly reason?: ActionReasonV1 | null },
): Ending => ({ status: 'done', reason, retryable: false, external, adopted });

/** Decided against. `retryable` when the decision was about the moment, so that a later delivery may decide otherwise. */
export const skipped = (reason: ActionReasonV1, { retryable = false } = {}): Ending => ({
  status: 'skipped',
  reason,
  retryable,
});

/** Refused for sure. */
export const failed = (reason: ActionReasonV1, { retryable }: { readonly retryable: boolean }): Ending => ({
  status: 'failed',
  reason,
  retryable,
});

/** It may have happened; nobody can tell any more when it is not `retryable`. */
export const unknown = (reason: ActionReasonV1, { retryable }: { readonly retryable: boolean }): Ending => ({
  status: 'unknown',
  reason,
  retryable,
});

/** Nothing was decided: as before, for a later delivery. */
export const waiting = (target: TargetRecordV1, aid: string, reason: ActionReasonV1): Ending => ({
  status: target.intents.some((intent) => intent.aid === aid) ? 'unknown' : 'planned',
  reason,
  retryable: true,
});

/** A destination's reason as the ledger may keep it, whatever the destination wrote. */
export const ledgerReason = ({ code, message }: OutcomeReason): ActionReasonV1 => ({
  code: /^[a-z][a-z0-9_]{0,63}$/.test(code) ? code : 'other',
  message: message.slice(0, 1_000),
});

/** A destination's object as the ledger may keep it. */
export const ledgerObject = ({ ref, url }: ExternalObject): ExternalObjectV1 => ({ ref, url });

/** An ending together with what was sent or would be. */
export const withPayload = (ending: Ending, payload: RenderedPayloadV1): Ending => ({ ...ending, payload });
