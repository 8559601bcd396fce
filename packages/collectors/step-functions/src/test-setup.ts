import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { BudgetV1, ScopeV1 } from '@opsrunbook/contracts';
import { createBudgetMeter, type RunWindows } from '@opsrunbook/evidence';
import {
  FakeClock,
  type FakeExecution,
  FakeStepFunctions,
  type FakeStepFunctionsProps,
  scopeOf,
} from '@opsrunbook/testing';
import { createStepFunctionsCollector } from './collect-step-functions.ts';

export const MACHINE = 'arn:aws:states:eu-central-1:123456789012:stateMachine:orders';
export const START_MS = Date.parse('2026-03-03T12:00:00Z');
export const MINUTE_MS = 60_000;
export const WINDOWS: RunWindows = {
  window: { startMs: START_MS, endMs: START_MS + 30 * MINUTE_MS },
  baseline: { startMs: START_MS - 30 * MINUTE_MS, endMs: START_MS },
};
export const BUDGET: BudgetV1 = { seconds: 45, bytes: 1_048_576, rows: 50 };

export const executionArn = (name: string, machine = MACHINE): string =>
  `${machine.replace(':stateMachine:', ':execution:')}:${name}`;

type Step = Omit<HistoryEvent, 'id' | 'timestamp' | 'previousEventId'> & { readonly previousEventId?: number };

/** A history from its events, oldest first: ids from 1, a second apart, each linked to the one before unless it says otherwise. */
export const historyOf = (steps: readonly Step[], startMs = START_MS): readonly HistoryEvent[] =>
  steps.map((step, index) => ({
    ...step,
    id: index + 1,
    previousEventId: step.previousEventId ?? index,
    timestamp: new Date(startMs + index * 1000),
  }));

export const started: Step = { type: 'ExecutionStarted' };
export const redriven: Step = { type: 'ExecutionRedriven', executionRedrivenEventDetails: { redriveCount: 1 } };
export const entered = (name: string, kind = 'Task'): Step => ({
  type:
    kind === 'Map'
      ? 'MapStateEntered'
      : kind === 'Parallel'
        ? 'ParallelStateEntered'
        : kind === 'Fail'
          ? 'FailStateEntered'
          : 'TaskStateEntered',
  stateEnteredEventDetails: { name },
});
export const exited = (name: string): Step => ({ type: 'TaskStateExited', stateExitedEventDetails: { name } });

/** A Lambda task that was scheduled, started and failed. */
export const attempt = (functionName: string, error: string, cause?: string): readonly Step[] => [
  {
    type: 'TaskScheduled',
    taskScheduledEventDetails: {
      resourceType: 'lambda',
      resource: 'invoke',
      region: 'eu-central-1',
      parameters: JSON.stringify({ FunctionName: functionName, Payload: { secret: 'never kept' } }),
    },
  },
  { type: 'TaskStarted' },
  {
    type: 'TaskFailed',
    taskFailedEventDetails: {
      resourceType: 'lambda',
      resource: 'invoke',
      error,
      ...(cause !== undefined && { cause }),
    },
  },
];
export const failed = (error: string, cause?: string): Step => ({
  type: 'ExecutionFailed',
  executionFailedEventDetails: { error, ...(cause !== undefined && { cause }) },
});

/** An execution that failed `atMinute` minutes into the window. */
export const execution = (
  name: string,
  more: Partial<FakeExecution['describe']> = {},
  steps?: readonly Step[],
): FakeExecution => ({
  describe: {
    executionArn: executionArn(name),
    stateMachineArn: MACHINE,
    name,
    status: 'FAILED',
    startDate: new Date(START_MS),
    stopDate: new Date(START_MS + MINUTE_MS),
    input: '{}',
    ...more,
  },
  history: historyOf(steps ?? [started, entered('Charge card'), ...attempt('pay', 'TypeError'), failed('TypeError')]),
});

/** Runs the collector once against fake Step Functions on a clock that only sleeping and calls of `msPerCall` move. */
export const collecting = async (
  scope: Partial<ScopeV1>,
  source: FakeStepFunctionsProps = {},
  { msPerCall = 0, ...budget }: Partial<BudgetV1> & { readonly msPerCall?: number } = {},
) => {
  const clock = new FakeClock(WINDOWS.window.endMs);
  const onCall: FakeStepFunctionsProps['onCall'] = (...call) => {
    clock.advance(msPerCall);
    source.onCall?.(...call);
  };
  const client = new FakeStepFunctions({ machines: { [MACHINE]: 'STANDARD' }, ...source, onCall });
  const limits = { ...BUDGET, ...budget };
  const meter = createBudgetMeter(limits, clock.remainingOf(limits.seconds * 1000));
  const collected = await createStepFunctionsCollector({ client, clock }).collect(WINDOWS, scopeOf(scope), meter);
  return { ...collected, meter, client, slept: clock.slept };
};
