import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { runCommand } from './run-command.ts';

const STACK = 'OpsRunbook-e2e';

/** What the deployed stack tells of itself. */
export const StackOutputs = z.object({
  ApiUrl: z.url(),
  DemoFunction: z.string(),
  DemoLogGroup: z.string(),
  StateMachineArn: z.string(),
  EventBusName: z.string(),
  RunActionsLogGroup: z.string(),
});
export type StackOutputs = z.infer<typeof StackOutputs>;

export interface Deployment {
  /** Endpoint, region and credentials, as the AWS tools read them. */
  readonly env: NodeJS.ProcessEnv;
  readonly workFolder: string;
  /** What this deployment may do, over the stage's own: lib/actions-settings.ts. */
  readonly actions: Readonly<Record<string, unknown>>;
}

/** Prepares account and region for CDK, with the real CLI. */
export const bootstrap = (deployment: Deployment): Promise<void> => cdk(deployment, 'bootstrap');

/** Deploys the stack of stage e2e with the real CLI, from bundling to outputs. */
export const deploy = async (deployment: Deployment): Promise<StackOutputs> => {
  const outputsFile = join(deployment.workFolder, 'outputs.json');
  await cdk(deployment, 'deploy', '--require-approval', 'never', '--outputs-file', outputsFile);
  const outputs = z.object({ [STACK]: StackOutputs }).parse(JSON.parse(readFileSync(outputsFile, 'utf8')));
  return StackOutputs.parse(outputs[STACK]);
};

const cdk = ({ env, workFolder, actions }: Deployment, command: string, ...args: readonly string[]): Promise<void> => {
  const context = ['-c', 'stage=e2e', '-c', `actions=${JSON.stringify(actions)}`];
  return runCommand({
    program: 'cdk',
    args: [command, ...context, '--output', join(workFolder, 'cdk.out'), ...args],
    env,
    logFile: join(workFolder, `${command}.log`),
  });
};
