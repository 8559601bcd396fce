import type { FailedExecutionV1, ReasonV1 } from '@opsrunbook/contracts';
import { askStepFunctions, type Reading } from './ask-step-functions.ts';
import type { ExecutionDescription } from './execution-history.ts';
import { type Explanation, earlierErrors, explainFailure } from './explain-failure.ts';
import { History } from './history-path.ts';
import { type HistoryStep, historyStep } from './history-step.ts';
import { shapeOfJson } from './input-shape.ts';
import { BAD_STATUSES } from './list-failed.ts';

/** One execution told from its history, and what is missing from the telling; no execution when it could not be described. */
export interface ReadExecution {
  readonly execution?: FailedExecutionV1;
  readonly reasons: readonly ReasonV1[];
}

/** The most GetExecutionHistory returns a page. */
const PAGE_SIZE = 1000;

/** Describes an execution and reads its history, newest event first, until the failure is explained or the budget ends. */
export const readExecution = async (reading: Reading, executionArn: string): Promise<ReadExecution> => {
  const described = await askStepFunctions(
    reading,
    { subject: executionArn, permission: 'states:DescribeExecution' },
    (options) => reading.client.describeExecution({ executionArn }, options),
  );
  if (!described.ok) return { reasons: [described.reason] };
  const endedBadly = BAD_STATUSES.some((status) => status === described.value.status);
  const { history, explanation, reason } = await readHistory(reading, executionArn, endedBadly);
  const { kept, dropped } = earlierErrors(history, explanation.failure);
  const reasons = [...(reason ? [reason] : []), ...(dropped > 0 ? [droppedErrors(executionArn, dropped)] : [])];
  const execution = told(described.value, explanation, { earlier: kept, complete: reason === undefined });
  return { execution, reasons };
};

const readHistory = async (reading: Reading, executionArn: string, endedBadly: boolean) => {
  const steps: HistoryStep[] = [];
  let token: string | undefined;
  for (;;) {
    const answer = await askStepFunctions(
      reading,
      { subject: executionArn, permission: 'states:GetExecutionHistory' },
      (options) =>
        reading.client.getExecutionHistory(
          {
            executionArn,
            reverseOrder: true,
            maxResults: PAGE_SIZE,
            // Task parameters name the function that failed; payloads are dropped as soon as they are read.
            includeExecutionData: true,
            ...(token !== undefined && { nextToken: token }),
          },
          options,
        ),
    );
    if (answer.ok) steps.push(...(answer.value.events ?? []).map(historyStep));
    token = answer.ok ? answer.value.nextToken : undefined;
    const history = new History(steps, answer.ok && token === undefined);
    const explanation = explainFailure(history, endedBadly);
    if (!answer.ok) return { history, explanation, reason: answer.reason };
    if (token === undefined || explanation.explained) return { history, explanation };
  }
};

const told = (
  described: ExecutionDescription,
  { explained: _, failure: __, ...explanation }: Explanation,
  { earlier, complete }: { readonly earlier: FailedExecutionV1['earlier_errors']; readonly complete: boolean },
): FailedExecutionV1 => {
  const cause = explanation.cause ?? described.cause ?? null;
  const causeJson = parsedCause(cause);
  return {
    ...explanation,
    execution_arn: described.executionArn ?? '',
    state_machine_arn: described.stateMachineArn ?? '',
    status: described.status ?? 'RUNNING',
    started_ms: described.startDate?.getTime() ?? 0,
    stopped_ms: described.stopDate?.getTime() ?? null,
    redrive_count: described.redriveCount ?? 0,
    error: explanation.error ?? described.error ?? null,
    cause,
    ...(causeJson !== undefined && { cause_json: causeJson }),
    earlier_errors: earlier,
    input_shape: shapeOfJson(described.input),
    history_complete: complete,
  };
};

/** Lambda writes the cause as a JSON object; a sentence that happens to be a JSON number or string is left alone. */
const parsedCause = (cause: string | null): FailedExecutionV1['cause_json'] => {
  if (cause === null || !/^\s*[{[]/.test(cause)) return undefined;
  try {
    return JSON.parse(cause);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

const droppedErrors = (subject: string, dropped: number): ReasonV1 => ({
  code: 'partial_data',
  subject,
  message: `${dropped} older errors of this execution were read but not kept`,
  fix: 'open the execution in the Step Functions console to see every attempt',
});
