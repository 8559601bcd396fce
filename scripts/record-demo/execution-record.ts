import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { type FlowEvent, STATE_MACHINE_ARN } from './order-flow.ts';
import type { SimulatedTime } from './simulated-time.ts';

type Recorded = Omit<HistoryEvent, 'timestamp'> & { readonly timestamp: string };
type Told = Omit<HistoryEvent, 'timestamp' | 'id' | 'previousEventId'>;

/** An execution as DescribeExecution and GetExecutionHistory tell it, with its times as text. */
export interface ExecutionRecord {
  readonly describe: {
    readonly executionArn: string;
    readonly stateMachineArn: string;
    readonly name: string;
    readonly status: 'FAILED' | 'SUCCEEDED';
    readonly startDate: string;
    readonly stopDate: string;
    readonly input: string;
    readonly redriveCount: number;
    readonly error?: string;
    readonly cause?: string;
  };
  readonly history: readonly Recorded[];
}

/** Turns what the interpreter logged into what Step Functions would have kept. */
export const executionRecord = (name: string, events: readonly FlowEvent[], time: SimulatedTime): ExecutionRecord => {
  const told = events.flatMap((event) => toldBy(event).map((each) => ({ each, atMs: event.timestamp })));
  const history = told.map(({ each, atMs }, index) => ({
    ...each,
    id: index + 1,
    previousEventId: index,
    timestamp: isoOf(time.of(atMs)),
  }));
  const last = history.at(-1);
  const input = history[0]?.executionStartedEventDetails?.input ?? '{}';
  const { error, cause } = last?.executionFailedEventDetails ?? {};
  return {
    describe: {
      executionArn: `${STATE_MACHINE_ARN.replace(':stateMachine:', ':execution:')}:${name}`,
      stateMachineArn: STATE_MACHINE_ARN,
      name,
      status: last?.type === 'ExecutionFailed' ? 'FAILED' : 'SUCCEEDED',
      startDate: history[0]?.timestamp ?? '',
      stopDate: last?.timestamp ?? '',
      input,
      redriveCount: 0,
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    },
    history,
  };
};

const isoOf = (ms: number): string => new Date(Math.floor(ms)).toISOString();

const LAMBDA = { resourceType: 'lambda', resource: 'invoke' } as const;
const ROLE = 'arn:aws:iam::123456789012:role/order-flow';
const FUNCTION_OF: Readonly<Record<string, string>> = {
  'Charge card': 'payment-charge',
  'Send confirmation': 'order-confirm',
};

const toldBy = (event: FlowEvent): readonly Told[] => {
  switch (event.type) {
    case 'ExecutionStarted':
      return [
        {
          type: 'ExecutionStarted',
          executionStartedEventDetails: { input: JSON.stringify(event.input), roleArn: ROLE },
        },
      ];
    case 'StateEntered': {
      const details = {
        stateEnteredEventDetails: { name: event.state.name, input: JSON.stringify(event.state.input) },
      };
      if (event.state.type === 'Pass') return [{ type: 'PassStateEntered', ...details }];
      return [{ type: 'TaskStateEntered', ...details }, ...tried(event)];
    }
    case 'StateRetried':
      return tried(event);
    case 'StateFailed':
      return [
        { type: 'TaskFailed', taskFailedEventDetails: { ...LAMBDA, error: event.Error, cause: String(event.Cause) } },
      ];
    case 'StateExited': {
      const details = { stateExitedEventDetails: { name: event.state.name } };
      if (event.state.type === 'Pass') return [{ type: 'PassStateExited', ...details }];
      return [
        { type: 'TaskSucceeded', taskSucceededEventDetails: LAMBDA },
        { type: 'TaskStateExited', ...details },
      ];
    }
    case 'ExecutionFailed':
      return [
        { type: 'ExecutionFailed', executionFailedEventDetails: { error: event.Error, cause: String(event.Cause) } },
      ];
    case 'ExecutionSucceeded':
      return [{ type: 'ExecutionSucceeded', executionSucceededEventDetails: {} }];
    default:
      throw new TypeError(`the order flow has no ${event.type}`);
  }
};

const tried = ({ state }: Extract<FlowEvent, { type: 'StateEntered' | 'StateRetried' }>): readonly Told[] => {
  const FunctionName = `arn:aws:lambda:eu-central-1:123456789012:function:${FUNCTION_OF[state.name]}`;
  const parameters = JSON.stringify({ FunctionName, Payload: state.input });
  return [
    { type: 'TaskScheduled', taskScheduledEventDetails: { ...LAMBDA, region: 'eu-central-1', parameters } },
    { type: 'TaskStarted', taskStartedEventDetails: LAMBDA },
  ];
};
