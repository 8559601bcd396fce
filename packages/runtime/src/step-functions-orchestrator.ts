import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { DependencyError, EXECUTION_STATES, type ExecutionState, type Orchestrator } from '@opsrunbook/core';

export interface StepFunctionsOrchestratorOptions {
  readonly client: Pick<SFNClient, 'send'>;
  readonly stateMachineArn: string;
}

/** Runs of the evidence workflow in Step Functions; the run id is the execution's name. */
export const createStepFunctionsOrchestrator = ({
  client,
  stateMachineArn,
}: StepFunctionsOrchestratorOptions): Orchestrator => ({
  start: async ({ name, input }) => {
    try {
      await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    } catch (error) {
      // The input derives from the name's run, so an execution of this name is this execution.
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  },
  status: async (name) => {
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    try {
      const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
      return executionState(status);
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return 'NOT_FOUND';
      throw error;
    }
  },
});

const executionState = (status: string | undefined): ExecutionState => {
  const state = EXECUTION_STATES.find((known) => known === status);
  if (state !== undefined) return state;
  // PENDING_REDRIVE: an operator asked for the execution to go on where it failed.
  if (status === 'PENDING_REDRIVE') return 'RUNNING';
  throw new DependencyError('unknown_status', `Step Functions answered with the unknown status ${status}`);
};
