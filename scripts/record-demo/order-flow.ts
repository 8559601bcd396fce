import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';

export const STATE_MACHINE_ARN = 'arn:aws:states:eu-central-1:123456789012:stateMachine:order-flow';

const invoke = (functionName: string) => ({
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: {
    FunctionName: `arn:aws:lambda:eu-central-1:123456789012:function:${functionName}`,
    'Payload.$': '$',
  },
});

/** The workflow of an order. Retries are for a gateway that does not answer; they cannot help against a bug. */
const DEFINITION: StateMachineDefinition = {
  StartAt: 'Prepare order',
  States: {
    'Prepare order': { Type: 'Pass', Next: 'Charge card' },
    'Charge card': {
      Type: 'Task',
      ...invoke('payment-charge'),
      ResultSelector: { 'charged.$': '$.Payload.charged' },
      ResultPath: '$.payment',
      Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 2, BackoffRate: 2 }],
      Next: 'Send confirmation',
    },
    'Send confirmation': { Type: 'Task', ...invoke('order-confirm'), End: true },
  },
};

type Run = ReturnType<StateMachine['run']>;
export type FlowEvent = Run['eventLogs'] extends AsyncGenerator<infer Event> ? Event : never;
type TaskInput = Parameters<StateMachine['run']>[0];

/** What really runs the two Task states. */
export interface FlowTasks {
  chargeCard(): Promise<{ readonly charged: number }>;
  confirmOrder(): Promise<{ readonly confirmed: true }>;
}

/** Runs one order through the workflow, with its real waits between retries, and gives the events in order. */
export const runOrderFlow = async (input: TaskInput, tasks: FlowTasks): Promise<readonly FlowEvent[]> => {
  const { result, eventLogs } = new StateMachine(DEFINITION).run(input, {
    overrides: {
      taskResourceLocalHandlers: {
        'Charge card': async () => ({ Payload: { ...(await tasks.chargeCard()) } }),
        'Send confirmation': async () => ({ Payload: { ...(await tasks.confirmOrder()) } }),
      },
    },
  });
  const ended = result.then(
    () => undefined,
    () => undefined, // how it failed stands in its last event
  );
  const events: FlowEvent[] = [];
  for await (const event of eventLogs) events.push(event);
  await ended;
  return events;
};
