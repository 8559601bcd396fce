import { parseArgs } from 'node:util';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { STAGE_NAMES } from '../lib/stage-config.ts';
import { fail } from './terminal.ts';

const USAGE = `npm run reconcile -- --stage ${STAGE_NAMES.join('|')}

Has the deployed action runner settle, now instead of at the next quarter of an hour, what its deliveries left open.
Exit 1 while something stays open.`;

/** What the runner answers to a pass. */
const Reconciled = z.object({ looked_at: z.int(), settled: z.int(), still_open: z.int() });

const runnerOf = async (stage: string): Promise<string> => {
  const StackName = `OpsRunbook-${stage}`;
  const { Stacks = [] } = await new CloudFormationClient().send(new DescribeStacksCommand({ StackName }));
  const output = Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'RunActionsFunction')?.OutputValue;
  return output ?? fail(`${StackName} has no output RunActionsFunction; deploy it first`);
};

const reconcile = async (FunctionName: string): Promise<z.infer<typeof Reconciled>> => {
  // A pass takes up to 50 s.
  const lambda = new LambdaClient({ requestHandler: { requestTimeout: 60_000 } });
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify({ reconcile: true }) }),
  );
  if (FunctionError !== undefined || Payload === undefined)
    return fail(
      `the pass failed (${FunctionError}); its log has the reason, see "Action runner errors" in docs/runbook.md`,
      1,
    );
  return Reconciled.parse(JSON.parse(Buffer.from(Payload).toString('utf8')));
};

const { values } = parseArgs({ options: { stage: { type: 'string' }, help: { type: 'boolean' } } });
const stage = STAGE_NAMES.find((name) => name === values.stage);
if (stage === undefined || values.help) fail(USAGE, values.help ? 0 : 2);
else {
  try {
    const { looked_at, settled, still_open } = await reconcile(await runnerOf(stage));
    console.log(`${looked_at} looked at, ${settled} settled, ${still_open} still open`);
    process.exitCode = still_open === 0 ? 0 : 1;
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error), 1);
  }
}
