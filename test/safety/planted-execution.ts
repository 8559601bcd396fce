import type { CanaryNest } from './canary.ts';
import { at } from './planted-times.ts';

/** A failed execution that carries canaries from its name to its cause. */
export const plantedExecution = (nest: CanaryNest, machine: string) => {
  const input = JSON.stringify({ order: { id: 1, note: nest.word('execution: input') } });
  const cause = JSON.stringify({
    errorType: 'OrderError',
    errorMessage: `stock refused ${nest.email('execution: cause')} with secret=${nest.word('execution: secret in the cause')}`,
    trace: [`at charge (https://u:${nest.word('execution: frame')}@example.com/app.js:1:1)`],
  });
  const name = `order-${nest.token('execution: name')}`;
  const details = { resourceType: 'lambda', resource: 'invoke' };
  return {
    describe: {
      executionArn: `${machine.replace(':stateMachine:', ':execution:')}:${name}`,
      stateMachineArn: machine,
      name,
      status: 'FAILED',
      startDate: at(13),
      stopDate: at(14),
      input,
      output: nest.word('execution: output'),
      error: 'OrderError',
      cause,
    },
    history: [
      {
        id: 1,
        previousEventId: 0,
        type: 'ExecutionStarted',
        timestamp: at(13),
        executionStartedEventDetails: { input },
      },
      {
        id: 2,
        previousEventId: 0,
        type: 'TaskStateEntered',
        timestamp: at(13),
        stateEnteredEventDetails: { name: `Reserve ${nest.token('execution: state name')}`, input },
      },
      {
        id: 3,
        previousEventId: 2,
        type: 'TaskScheduled',
        timestamp: at(13),
        taskScheduledEventDetails: {
          ...details,
          region: 'us-east-1',
          parameters: JSON.stringify({
            FunctionName: 'reserve',
            Payload: { card: nest.word('execution: parameters') },
          }),
        },
      },
      {
        id: 4,
        previousEventId: 3,
        type: 'TaskFailed',
        timestamp: at(14),
        taskFailedEventDetails: { ...details, error: 'OrderError', cause },
      },
      {
        id: 5,
        previousEventId: 4,
        type: 'ExecutionFailed',
        timestamp: at(14),
        executionFailedEventDetails: { error: 'OrderError', cause },
      },
    ],
  };
};
