import type { ExecutionHistory } from '@opsrunbook/collector-step-functions';
import type { RecordedExecution } from '../recording-schema.ts';

/** What a recording knows of Step Functions: executions, and the machines that exist even when none of theirs was recorded. */
export interface RecordedWorkflows {
  readonly executions: readonly RecordedExecution[];
  readonly catalogue: {
    readonly services: Readonly<Record<string, { readonly state_machine_arns: readonly string[] }>>;
  };
}

/**
 * Answers ListExecutions, DescribeExecution and GetExecutionHistory from a recording by the API's own rules: newest start first,
 * at most 1000 items a page, tokens only of its own making, unknown machines and executions do not exist.
 */
export const recordedExecutionHistory = ({ executions, catalogue }: RecordedWorkflows): ExecutionHistory => {
  const byArn = new Map(executions.map((execution) => [execution.describe.executionArn, execution]));
  const machines = new Set([
    ...executions.map(({ describe }) => describe.stateMachineArn),
    ...Object.values(catalogue.services).flatMap((service) => service.state_machine_arns),
  ]);
  const recorded = (arn = ''): RecordedExecution => {
    const execution = byArn.get(arn);
    if (execution !== undefined) return execution;
    throw serviceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  };
  return {
    listExecutions: async ({ stateMachineArn = '', statusFilter, ...paging }) => {
      if (!machines.has(stateMachineArn)) {
        throw serviceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
      }
      const listed = executions
        .map(({ describe }) => describe)
        .filter((one) => one.stateMachineArn === stateMachineArn && (statusFilter ?? one.status) === one.status)
        .sort((a, b) => b.startDate.getTime() - a.startDate.getTime());
      const { items, nextToken } = page(listed, paging);
      return { executions: items, nextToken };
    },
    describeExecution: async ({ executionArn }) => recorded(executionArn).describe,
    getExecutionHistory: async ({ executionArn, reverseOrder, ...paging }) => {
      const { history } = recorded(executionArn);
      const { items, nextToken } = page(reverseOrder ? history.toReversed() : history, paging);
      return { events: items, nextToken };
    },
  };
};

const PAGES = { most: 1000, usual: 100 } as const;

interface Paging {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/** A token is the position to go on from; the recording does not change between two pages. */
const page = <T>(all: readonly T[], { maxResults, nextToken }: Paging) => {
  if ((maxResults ?? 0) > PAGES.most)
    throw serviceError('ValidationException', `maxResults must be at most ${PAGES.most}`);
  const from = nextToken === undefined ? 0 : Number(nextToken);
  if (!Number.isInteger(from) || from < 0 || from > all.length) throw serviceError('InvalidToken', 'invalid token');
  const until = from + (maxResults || PAGES.usual);
  return { items: all.slice(from, until), nextToken: until < all.length ? String(until) : undefined };
};

const serviceError = (name: string, message: string): Error =>
  Object.assign(new Error(message), { name, $fault: 'client', $metadata: {} });
