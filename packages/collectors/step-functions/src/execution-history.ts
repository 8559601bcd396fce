import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandInput,
  type DescribeExecutionCommandOutput,
  GetExecutionHistoryCommand,
  type GetExecutionHistoryCommandInput,
  type GetExecutionHistoryCommandOutput,
  ListExecutionsCommand,
  type ListExecutionsCommandInput,
  type ListExecutionsCommandOutput,
  type SFNClient,
} from '@aws-sdk/client-sfn';

interface CallOptions {
  readonly abortSignal?: AbortSignal;
}

/** What Step Functions answers; the SDK's bookkeeping is left out, so that a recording can answer too. */
export type ExecutionPage = Pick<ListExecutionsCommandOutput, 'executions' | 'nextToken'>;
export type ExecutionDescription = Omit<DescribeExecutionCommandOutput, '$metadata'>;
export type HistoryPage = Pick<GetExecutionHistoryCommandOutput, 'events' | 'nextToken'>;

/** The three Step Functions calls this collector makes. `abortSignal` ends a call that would outlive the budget. */
export interface ExecutionHistory {
  listExecutions(input: ListExecutionsCommandInput, options?: CallOptions): Promise<ExecutionPage>;
  describeExecution(input: DescribeExecutionCommandInput, options?: CallOptions): Promise<ExecutionDescription>;
  getExecutionHistory(input: GetExecutionHistoryCommandInput, options?: CallOptions): Promise<HistoryPage>;
}

/** The port over the real client; timeouts and retry mode are the client's own. */
export const executionHistoryOf = (client: SFNClient): ExecutionHistory => ({
  listExecutions: (input, options) => client.send(new ListExecutionsCommand(input), options),
  describeExecution: (input, options) => client.send(new DescribeExecutionCommand(input), options),
  getExecutionHistory: (input, options) => client.send(new GetExecutionHistoryCommand(input), options),
});
