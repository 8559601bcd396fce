import type { ReasonV1 } from '@opsrunbook/contracts';
import { assertNever, type Clock } from '@opsrunbook/core';
import type { BudgetMeter } from '@opsrunbook/evidence';
import type { ExecutionHistory } from './execution-history.ts';
import { type SourceFault, sourceFault } from './source-fault.ts';

/** What reading needs: the source, the time, and the budget it is charged to. */
export interface Reading {
  readonly client: ExecutionHistory;
  readonly clock: Clock;
  readonly budget: BudgetMeter;
}

/** One call: what it is about (an ARN) and the permission it needs. */
export interface Question {
  readonly subject: string;
  readonly permission: 'states:ListExecutions' | 'states:DescribeExecution' | 'states:GetExecutionHistory';
}

/** What Step Functions answered, or why it did not. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: ReasonV1 };

/**
 * Waits between tries at a call that was throttled or failed inside AWS: 0.25 + 0.5 + 1 + 2 + 4 = 7.75 s at most. The steady
 * rates are 5 ListExecutions, 15 DescribeExecution and 20 GetExecutionHistory a second; calls follow one another, and a bucket
 * that is empty gains five or more calls in the first wait alone. The SDK's own retries with jitter lie inside each try.
 */
const WAITS_MS = [250, 500, 1_000, 2_000, 4_000] as const;

/** Makes one call, again while it helps and time is left. The call is aborted when the budget's time is up. */
export const askStepFunctions = async <T>(
  { clock, budget }: Reading,
  question: Question,
  ask: (options: { readonly abortSignal: AbortSignal }) => Promise<T>,
): Promise<Answer<T>> => {
  for (let tries = 0; ; tries += 1) {
    if (budget.outOfTime(question.subject)) return { ok: false, reason: outOfTime(question.subject) };
    budget.called();
    try {
      return { ok: true, value: await ask({ abortSignal: AbortSignal.timeout(Math.ceil(budget.remainingMs())) }) };
    } catch (error) {
      const fault = sourceFault(error);
      if (fault === undefined) throw error;
      const waitMs = WAITS_MS[tries];
      if (!fault.passing || waitMs === undefined || waitMs >= budget.remainingMs()) {
        return { ok: false, reason: reasonOf(fault, question) };
      }
      await clock.sleep(waitMs);
    }
  }
};

const outOfTime = (subject: string): ReasonV1 => ({
  code: 'timeout',
  subject,
  message: 'the time budget ended before everything was read',
  fix: 'raise budget.seconds of step-functions in config/collectors.json, or hint execution_arns',
});

/** A fault of Step Functions in the words of the evidence, with what an operator can do. */
export const reasonOf = (fault: SourceFault, { subject, permission }: Question): ReasonV1 => {
  const { message, fix } = told(fault, permission);
  return { code: fault.code, subject, message: message.slice(0, 1000), fix };
};

const told = ({ code, name, message }: SourceFault, permission: string) => {
  switch (code) {
    case 'throttled':
      return { message: `Step Functions kept throttling ${permission} (${name})`, fix: 'collect again later' };
    case 'access_denied':
      return {
        message: `Step Functions refused the call (${name})`,
        fix: `allow ${permission} on this ARN to the role of this collector`,
      };
    case 'not_found':
      return {
        message: `it does not exist (${name})`,
        fix: 'check name, account and region; history is kept for 90 days',
      };
    case 'unsupported':
      return {
        message: 'Express workflows keep no execution history',
        fix: 'hint the log group the Express workflow writes to, or the metrics of its functions',
      };
    case 'timeout':
      return {
        message: `Step Functions did not answer in time (${name})`,
        fix: 'collect again, or raise budget.seconds',
      };
    case 'invalid_request':
      return { message: `Step Functions refused the request: ${message}`, fix: 'correct the hinted ARN' };
    case 'collector_failed':
      return {
        message: `Step Functions failed (${name}: ${message})`,
        fix: 'collect again; see the AWS health dashboard',
      };
    default:
      return assertNever(code);
  }
};
