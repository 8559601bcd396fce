import type { ReasonV1 } from '@opsrunbook/contracts';
import type { Clock } from '@opsrunbook/core';
import {
  type Answer,
  type BudgetMeter,
  type CallOptions,
  faultReason,
  type SourceFault,
  type SourceWords,
  sourceReader,
} from '@opsrunbook/evidence';
import type { ExecutionHistory } from './execution-history.ts';

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

const STEP_FUNCTIONS: SourceWords = {
  service: 'Step Functions',
  collector: 'step-functions',
  messages: { unsupported: 'Express workflows keep no execution history' },
  fixes: {
    not_found: 'check name, account and region; history is kept for 90 days',
    unsupported: 'hint the log group the Express workflow writes to, or the metrics of its functions',
    timeout: 'raise budget.seconds of step-functions in config/collectors.json, or hint execution_arns',
    invalid_request: 'correct the hinted ARN',
  },
};

/** Makes one call, again while it helps and time is left. The call is aborted when the budget's time is up. */
export const askStepFunctions = <T>(
  reading: Reading,
  question: Question,
  ask: (options: CallOptions) => Promise<T>,
): Promise<Answer<T>> => sourceReader(reading, STEP_FUNCTIONS).ask({ ...question, on: question.subject }, ask);

/** A fault of Step Functions in the words of the evidence, with what an operator can do. */
export const reasonOf = (fault: SourceFault, question: Question): ReasonV1 =>
  faultReason(fault, { ...question, on: question.subject }, STEP_FUNCTIONS);
