import type { ActionRecordV1, ActionStatus, LeaseV1 } from '@opsrunbook/contracts';
import type { Attempt } from './attempt.ts';

/** settled: no attempt may change it; busy: another invocation works on it; conflict: it was made for another request. */
export type ClaimAnswer =
  | { readonly answer: 'claimed'; readonly record: ActionRecordV1 }
  | { readonly answer: 'settled' | 'busy' | 'conflict'; readonly record: ActionRecordV1 };

/** Whether nothing that the runner does can change the record any more. */
export const isFinal = ({ status, retryable }: Pick<ActionRecordV1, 'status' | 'retryable'>): boolean =>
  !retryable && status !== 'planned' && status !== 'claimed';

/**
 * Whether the incident has its answer about this action: it was done, skipped for a reason, or refused for good. An unknown effect is
 * no answer, so its delivery is never acknowledged.
 */
export const isAnswered = ({ status, retryable }: Pick<ActionRecordV1, 'status' | 'retryable'>): boolean =>
  status === 'done' || status === 'skipped' || (status === 'failed' && !retryable);

/** Whether the lease still keeps others out. */
export const isHeldByAnother = (lease: LeaseV1 | null, { owner, nowMs }: Attempt): boolean =>
  lease !== null && lease.owner !== owner && lease.until_ms > nowMs;

/** The claim of an action: granted when nobody else holds it and it is not settled. */
export const claimAction = (record: ActionRecordV1, requestHash: string, attempt: Attempt): ClaimAnswer => {
  if (record.request_hash !== requestHash) return { answer: 'conflict', record };
  if (isFinal(record)) return { answer: 'settled', record };
  if (isHeldByAnother(record.claim, attempt)) return { answer: 'busy', record };
  const claim = { owner: attempt.owner, until_ms: attempt.leaseUntilMs };
  return {
    answer: 'claimed',
    record: { ...next(record, attempt), status: 'claimed', retryable: true, claim, attempts: record.attempts + 1 },
  };
};

/** How a record leaves a claim: what is not named stays as it was. */
export type Ending = Partial<Pick<ActionRecordV1, 'external' | 'adopted' | 'payload'>> & {
  readonly status: Exclude<ActionStatus, 'claimed'>;
  readonly reason: ActionRecordV1['reason'];
  readonly retryable: boolean;
};

/** The record with its claim given back. */
export const endClaim = (record: ActionRecordV1, ending: Ending, attempt: Pick<Attempt, 'nowMs'>): ActionRecordV1 => ({
  ...next(record, attempt),
  ...ending,
  claim: null,
});

const next = (record: ActionRecordV1, { nowMs }: Pick<Attempt, 'nowMs'>): ActionRecordV1 => ({
  ...record,
  revision: record.revision + 1,
  updated_at: new Date(nowMs).toISOString(),
});
