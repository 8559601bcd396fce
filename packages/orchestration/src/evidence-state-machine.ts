import type { CollectorName } from '@opsrunbook/contracts';
import { LAMBDA_SERVICE_RETRY, type RetryPolicy, SEAL_RETRY, TRANSIENT_FAULT_RETRY } from './retry-policies.ts';

/** A collector that is on, the function that runs it, and how long that function may take. */
export interface CollectorTask {
  readonly collector: CollectorName;
  /** Name or ARN, or the `${Token}` that CloudFormation substitutes. */
  readonly functionName: string;
  readonly timeoutSeconds: number;
}

export interface EvidenceStateMachineProps {
  readonly collectors: readonly CollectorTask[];
  readonly sealFunctionName: string;
  readonly sealTimeoutSeconds: number;
  /** ARN of the optimised Lambda integration; the partition differs between AWS regions. */
  readonly lambdaInvokeArn?: string;
}

interface TaskState {
  readonly Type: 'Task';
  readonly Resource: string;
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly OutputPath: string;
  readonly TimeoutSeconds: number;
  readonly Retry: readonly RetryPolicy[];
  readonly Catch?: readonly {
    readonly ErrorEquals: readonly string[];
    readonly ResultPath: string;
    readonly Next: string;
  }[];
  readonly Next?: string;
  readonly End?: true;
}

interface PassState {
  readonly Type: 'Pass';
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly Next?: string;
  readonly End?: true;
}

interface Branch {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, TaskState | PassState>>;
}

interface ParallelState {
  readonly Type: 'Parallel';
  readonly Branches: readonly Branch[];
  readonly ResultPath: string;
  readonly Next: string;
}

/** The evidence workflow in the Amazon States Language (JSONPath). */
export interface StateMachineDefinition {
  readonly Comment: string;
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, TaskState | PassState | ParallelState>>;
}

export const COLLECT_STATE = 'Collect evidence';
export const SEAL_STATE = 'Seal snapshot';

/** The Task state that runs a collector carries the collector's name. */
export const gapStateName = (collector: CollectorName): string => `${collector} gap`;

const RUN_INPUT = { 'incident_id.$': '$.incident_id', 'run_id.$': '$.run_id', 'request_sha256.$': '$.request_sha256' };

/** Each attempt at a collector, its waits between attempts, the seal with its own, and a margin. */
const wholeRunSeconds = ({ collectors, sealTimeoutSeconds }: EvidenceStateMachineProps): number => {
  const slowest = Math.max(0, ...collectors.map(({ timeoutSeconds }) => timeoutSeconds));
  return slowest * 4 + 31 + sealTimeoutSeconds * 6 + 62 + 60;
};

/**
 * The workflow of one run: every collector that is on in parallel, then the seal. A collector that fails for good leaves a gap in
 * its place; the run goes on. With no collector on, the run is sealed empty. Throws a TypeError when a collector is named twice.
 */
export const evidenceStateMachine = (props: EvidenceStateMachineProps): StateMachineDefinition => {
  const names = props.collectors.map(({ collector }) => collector);
  if (new Set(names).size !== names.length) throw new TypeError(`a collector is named twice: ${names.join(', ')}`);
  const resource = props.lambdaInvokeArn ?? 'arn:aws:states:::lambda:invoke';
  const seal = sealState(props, resource);
  const collect = props.collectors.map((task) => collectorBranch(task, resource));
  return {
    Comment: 'Collects evidence of one run in parallel and seals it; state carries ids, keys and counts only.',
    StartAt: COLLECT_STATE,
    TimeoutSeconds: wholeRunSeconds(props),
    States: {
      [COLLECT_STATE]:
        collect.length > 0
          ? { Type: 'Parallel', Branches: collect, ResultPath: '$.collected', Next: SEAL_STATE }
          : { Type: 'Pass', Parameters: { ...RUN_INPUT, collected: [] }, Next: SEAL_STATE },
      [SEAL_STATE]: seal,
    },
  };
};

const collectorBranch = ({ collector, functionName, timeoutSeconds }: CollectorTask, resource: string): Branch => ({
  StartAt: collector,
  States: {
    [collector]: {
      Type: 'Task',
      Resource: resource,
      Parameters: { FunctionName: functionName, Payload: RUN_INPUT },
      OutputPath: '$.Payload',
      TimeoutSeconds: timeoutSeconds,
      Retry: [LAMBDA_SERVICE_RETRY, TRANSIENT_FAULT_RETRY],
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: gapStateName(collector) }],
      End: true,
    },
    [gapStateName(collector)]: {
      Type: 'Pass',
      Parameters: { collector, status: 'gap', 'error.$': '$.failure.Error' },
      End: true,
    },
  },
});

const sealState = (
  { sealFunctionName, sealTimeoutSeconds }: EvidenceStateMachineProps,
  resource: string,
): TaskState => ({
  Type: 'Task',
  Resource: resource,
  Parameters: { FunctionName: sealFunctionName, Payload: { ...RUN_INPUT, 'collected.$': '$.collected' } },
  OutputPath: '$.Payload',
  TimeoutSeconds: sealTimeoutSeconds,
  Retry: [SEAL_RETRY],
  End: true,
});
