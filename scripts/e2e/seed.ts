import { setTimeout } from 'node:timers/promises';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { ReportIncidentV1 } from '@opsrunbook/contracts';
import type * as z from 'zod';
import type { StackOutputs } from './deploy.ts';
import { seedLogs } from './seed-logs.ts';
import { seedMetric } from './seed-metric.ts';

const MINUTE_MS = 60_000;

/** How long the service fails, and how long it is seen working before: as long as the API looks back for what is usual. */
const INCIDENT_MINUTES = 10;
const BASELINE_MINUTES = 60;

/**
 * Makes an incident happen in the account: a service logs errors, a metric leaves its level, a state machine fails. Gives back the
 * report a responder would send. Everything before the incident is quiet, so that the analyzer has something to compare with.
 */
export const seedIncident = async ({
  DemoFunction,
  DemoLogGroup,
}: StackOutputs): Promise<z.input<typeof ReportIncidentV1>> => {
  const startMs = Math.floor(Date.now() / MINUTE_MS - INCIDENT_MINUTES) * MINUTE_MS;
  const baselineMs = startMs - BASELINE_MINUTES * MINUTE_MS;
  // A name of its own, so that an endpoint that was seeded before tells nothing of that.
  const service = { name: `checkout-${Date.now().toString(36)}`, baselineMs, startMs, endMs: Date.now() };
  const logGroup = await seedLogs(service);
  const metric = await seedMetric(service);
  await invokeDemo(DemoFunction);
  const stateMachineArn = await failStateMachine(service.name, DemoFunction);
  return {
    service: 'checkout-e2e',
    environment: 'e2e',
    title: 'Orders from Switzerland fail',
    severity: 'high',
    time_window: { start: new Date(startMs).toISOString(), end: new Date(Date.now() + MINUTE_MS).toISOString() },
    hints: {
      log_groups: [logGroup, DemoLogGroup],
      metrics: [metric],
      state_machine_arns: [stateMachineArn],
    },
  };
};

const invokeDemo = async (FunctionName: string): Promise<void> => {
  const lambda = new LambdaClient();
  for (const fail of [false, true, true, true]) {
    const { FunctionError } = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify({ fail }) }));
    if ((FunctionError !== undefined) !== fail)
      throw new Error(`the demo service answered ${FunctionError ?? 'well'} to fail=${fail}`);
  }
};

/** How often the machine is run, and how long all of it may take. */
const EXECUTIONS = 3;
const EXECUTIONS_MS = 60_000;

const failStateMachine = async (name: string, demoFunction: string): Promise<string> => {
  const states = new SFNClient();
  const { stateMachineArn = '' } = await states.send(
    new CreateStateMachineCommand({
      name,
      // Emulators take any role; only they are seeded this way.
      roleArn: 'arn:aws:iam::000000000000:role/order-flow',
      definition: JSON.stringify(orderFlow(demoFunction)),
    }),
  );
  for (let order = 1; order <= EXECUTIONS; order += 1) {
    const input = JSON.stringify({ order_id: `o-${order}`, market: 'ch' });
    const { executionArn } = await states.send(
      new StartExecutionCommand({ stateMachineArn, name: `order-${order}`, input }),
    );
    await failed(states, executionArn ?? '');
  }
  return stateMachineArn;
};

const orderFlow = (demoFunction: string) => ({
  StartAt: 'Reserve stock',
  States: {
    'Reserve stock': { Type: 'Pass', Next: 'Charge card' },
    'Charge card': {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: demoFunction, Payload: { fail: true } },
      Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 1, BackoffRate: 1 }],
      End: true,
    },
  },
});

const failed = async (states: SFNClient, executionArn: string): Promise<void> => {
  for (const giveUpMs = Date.now() + EXECUTIONS_MS; Date.now() < giveUpMs; await setTimeout(200)) {
    const { status } = await states.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'FAILED') return;
    if (status !== 'RUNNING') throw new Error(`${executionArn} ended as ${status}; it was made to fail`);
  }
  throw new Error(`${executionArn} has not failed within ${EXECUTIONS_MS / 1000} s`);
};
