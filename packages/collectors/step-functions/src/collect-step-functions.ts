import type { FailedExecutionV1, ReasonV1, ScopeV1 } from '@opsrunbook/contracts';
import type { Clock } from '@opsrunbook/core';
import {
  type Collector,
  type CollectorDescription,
  type Health,
  healthOf,
  type RunWindows,
} from '@opsrunbook/evidence';
import { type Reading, reasonOf } from './ask-step-functions.ts';
import type { ExecutionHistory } from './execution-history.ts';
import { listFailed, type MachineFailures, newestFirst } from './list-failed.ts';
import { readAll } from './read-all.ts';

const NAME = 'step-functions';
type Name = typeof NAME;

const DESCRIPTION: CollectorDescription<Name> = {
  name: NAME,
  reads:
    'failed executions of the service’s state machines in the window, and hinted executions: what failed, where and why',
  permissions: [
    {
      action: 'states:ListExecutions',
      resource: 'arn:aws:states:*:*:stateMachine:*',
      why: 'finds failed executions; narrow it to the machines of the catalogue',
    },
    {
      action: 'states:DescribeExecution',
      resource: 'arn:aws:states:*:*:execution:*:*',
      why: 'reads status, times and the shape of the input',
    },
    {
      action: 'states:GetExecutionHistory',
      resource: 'arn:aws:states:*:*:execution:*:*',
      why: 'finds the failing state, its error and its retries',
    },
  ],
};

export interface StepFunctionsCollectorDeps {
  readonly client: ExecutionHistory;
  readonly clock: Clock;
  /**
   * An execution for `healthCheck` to ask for, of this account and region and of a machine the role may read; it need not
   * exist. Without it an unknown account is asked for, which a role limited to its own account is denied.
   */
  readonly probeArn?: string;
}

/** Collects `step-functions` evidence: counts of failed executions, and the newest failures told from their histories. */
export const createStepFunctionsCollector = ({
  client,
  clock,
  probeArn = PROBE_ARN,
}: StepFunctionsCollectorDeps): Collector<Name> => ({
  describe: () => DESCRIPTION,
  healthCheck: () => checkHealth(client, probeArn),
  collect: async (windows, scope, budget) => {
    const reading = { client, clock, budget };
    const machineArns = [...new Set(scope.state_machine_arns)].sort();
    const hinted = [...new Set(scope.execution_arns)].sort();
    if (machineArns.length + hinted.length === 0) return NOTHING;
    const machines = await listMachines(reading, machineArns, windows);
    const found = interleaved(machines.map(({ listed }) => listed.map(({ executionArn }) => executionArn)));
    const { executions, reasons, read } = await readAll(reading, hinted, found);
    return {
      data: { counts: machines.flatMap(({ counts }) => counts), executions: executions.sort(byFailure) },
      reasons: [...machines.flatMap(({ reason }) => reason ?? []), ...reasons],
      asked: machineArns.length + hinted.length,
      answered: machines.filter(({ answered }) => answered).length + hinted.filter((arn) => read.has(arn)).length,
    };
  },
});

const NOTHING = {
  data: { counts: [], executions: [] },
  reasons: [
    {
      code: 'nothing_to_read',
      subject: NAME,
      message: 'neither the catalogue nor the hints name a state machine or an execution',
      fix: 'add state_machine_arns of the service to config/services.json, or hint state_machine_arns or execution_arns',
    } satisfies ReasonV1,
  ],
  asked: 0,
  answered: 0,
};

const listMachines = async (
  reading: Reading,
  machineArns: ScopeV1['state_machine_arns'],
  windows: RunWindows,
): Promise<readonly MachineFailures[]> => {
  const machines: MachineFailures[] = [];
  for (const machineArn of machineArns) machines.push(await listFailed(reading, machineArn, windows));
  return machines;
};

/** Newest failure first; equal times by ARN. */
const byFailure = (a: FailedExecutionV1, b: FailedExecutionV1): number => newestFirst(asListed(a), asListed(b));

const asListed = ({ execution_arn, failed_ms, stopped_ms, started_ms }: FailedExecutionV1) => ({
  executionArn: execution_arn,
  endedMs: failed_ms ?? stopped_ms ?? started_ms,
});

/** The newest of every machine before the second newest of any: a machine that fails all the time must not hide another. */
const interleaved = (lists: readonly (readonly string[])[]): readonly string[] => {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, rank) => lists.flatMap((list) => list[rank] ?? [])).flat();
};

/** An execution no machine has: that it is not found proves that Step Functions is reached and lets this role read. */
const PROBE_ARN = 'arn:aws:states:us-east-1:000000000000:execution:opsrunbook-health:probe';

const checkHealth = (client: ExecutionHistory, probeArn: string): Promise<Health> =>
  healthOf({
    ask: () => client.describeExecution({ executionArn: probeArn }),
    reasonFor: (fault) => reasonOf(fault, { subject: probeArn, permission: 'states:DescribeExecution' }),
    provesHealth: ['not_found', 'invalid_request'],
  });
