import { type ActionResult, isAnswered } from '@opsrunbook/actions';
import type { LogFields } from '@opsrunbook/runtime';
import type { DeliveryOutcome } from './handler.ts';

/** One line of the log. */
export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields | Record<string, unknown>;
}

/** What a delivery puts into the log: a line per action with its status and reason, and one for what failed; metric filters read them. */
export const deliveryLines = (
  outcome: DeliveryOutcome,
  failureFields: (error: unknown) => Record<string, unknown>,
): readonly LogLine[] => {
  const ids = { incident_id: outcome.event?.incident_id, run_id: outcome.event?.run_id };
  if ('error' in outcome) {
    return [{ level: 'error', message: 'delivery failed', fields: { ...ids, ...failureFields(outcome.error) } }];
  }
  return outcome.run.results.map((result) => actionLine(result, ids, failureFields));
};

const actionLine = (
  result: ActionResult,
  ids: LogFields,
  failureFields: (error: unknown) => Record<string, unknown>,
): LogLine => {
  if ('error' in result) {
    const fields = { ...ids, action: result.action, ...failureFields(result.error) };
    return { level: 'error', message: 'action failed', fields };
  }
  const { kind, aid, status, reason, attempts, retryable } = result.record;
  const fields = {
    ...ids,
    action: kind,
    aid,
    status,
    code: reason?.code,
    reason: reason?.message,
    attempts,
    retryable,
  };
  if (status === 'failed') return { level: 'error', message: 'action failed', fields };
  if (status === 'unknown') return { level: 'warn', message: 'action unknown', fields };
  return { level: 'info', message: isAnswered(result.record) ? 'action settled' : 'action open', fields };
};
