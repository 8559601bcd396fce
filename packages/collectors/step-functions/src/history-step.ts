import type { HistoryEvent } from '@aws-sdk/client-sfn';

/** An error as a history event tells it. */
export interface StepFailure {
  readonly error: string;
  readonly cause: string | null;
}

/** What the investigation keeps of one history event: no input, no output, no parameters. */
export interface HistoryStep {
  readonly id: number;
  /** 0 when the history does not link the event. */
  readonly previousId: number;
  readonly type: string;
  readonly atMs: number;
  /** The state that was entered or left, or that the event names itself. */
  readonly state: string | null;
  readonly failure: StepFailure | null;
  /** What a scheduled task calls. */
  readonly calls: string | null;
}

/** Reduces an event to what explains failures, as soon as it is read: payloads may be large and are never kept. */
export const historyStep = (event: HistoryEvent): HistoryStep => ({
  id: event.id ?? 0,
  previousId: event.previousEventId ?? 0,
  type: event.type ?? '',
  atMs: event.timestamp?.getTime() ?? 0,
  state:
    event.stateEnteredEventDetails?.name ??
    event.stateExitedEventDetails?.name ??
    event.evaluationFailedEventDetails?.state ??
    null,
  failure: failureOf(event),
  calls: calledBy(event),
});

/** Events that are the failure of a task, an activity, a function, a map run or an expression: where a failure begins. */
export const isTaskFailure = ({ type }: HistoryStep): boolean =>
  /^(Activity|LambdaFunction|Task|MapRun|Evaluation)\w*(Failed|TimedOut)$/.test(type);

/** Events that end an execution badly. */
export const isBadEnd = ({ type }: HistoryStep): boolean => /^Execution(Failed|TimedOut|Aborted)$/.test(type);

export const isEntered = ({ type }: HistoryStep): boolean => type.endsWith('StateEntered');
export const isExited = ({ type }: HistoryStep): boolean => type.endsWith('StateExited');
export const isRedrive = ({ type }: HistoryStep): boolean => type === 'ExecutionRedriven';

const failureOf = (event: HistoryEvent): StepFailure | null => {
  const type = event.type ?? '';
  if (!/(Failed|TimedOut|Aborted)$/.test(type)) return null;
  const details = failureDetails(event);
  const unnamed = type.endsWith('TimedOut') ? 'States.Timeout' : type;
  return { error: details?.error ?? unnamed, cause: details?.cause ?? null };
};

interface FailureDetails {
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

const failureDetails = (event: HistoryEvent): FailureDetails | undefined =>
  event.taskFailedEventDetails ??
  event.taskTimedOutEventDetails ??
  event.taskStartFailedEventDetails ??
  event.taskSubmitFailedEventDetails ??
  event.lambdaFunctionFailedEventDetails ??
  event.lambdaFunctionTimedOutEventDetails ??
  event.lambdaFunctionScheduleFailedEventDetails ??
  event.lambdaFunctionStartFailedEventDetails ??
  event.activityFailedEventDetails ??
  event.activityTimedOutEventDetails ??
  event.activityScheduleFailedEventDetails ??
  event.mapRunFailedEventDetails ??
  event.evaluationFailedEventDetails ??
  event.executionFailedEventDetails ??
  event.executionTimedOutEventDetails ??
  event.executionAbortedEventDetails;

const calledBy = (event: HistoryEvent): string | null => {
  const { taskScheduledEventDetails: task, lambdaFunctionScheduledEventDetails: lambda } = event;
  if (lambda?.resource) return functionName(lambda.resource);
  if (task !== undefined) return functionOf(task.parameters) ?? `${task.resourceType}:${task.resource}`;
  return event.activityScheduledEventDetails?.resource ?? event.mapRunStartedEventDetails?.mapRunArn ?? null;
};

/** `FunctionName` of a `lambda:invoke` task: a name, an ARN or a partial ARN, with or without qualifier. */
const functionOf = (parameters: string | undefined): string | null => {
  const quoted = /"FunctionName"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(parameters ?? '')?.[1];
  return quoted === undefined ? null : functionName(String(JSON.parse(quoted)));
};

const functionName = (nameOrArn: string): string =>
  /(?:^|:)function:([^:]+)/.exec(nameOrArn)?.[1] ?? nameOrArn.split(':')[0] ?? nameOrArn;
