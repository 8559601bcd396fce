import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { ROOT } from '../repository.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.looseObject({}).optional(), Metadata: z.looseObject({}).optional() }),
  ),
});
export type Template = z.infer<typeof Template>;

const FunctionProperties = z.object({ Timeout: z.int(), MemorySize: z.int() });

/** What a function of the stack is given. */
export interface DeployedFunction {
  readonly timeoutSeconds: number;
  readonly memoryMiB: number;
}

/** The template of the dev stage as the CDK app synthesizes it, functions not bundled. */
export const deployedTemplate = (): Promise<Template> =>
  inTemporaryFolder(async (folder) => {
    const context = { stage: 'dev', 'aws:cdk:bundling-stacks': [], 'aws:cdk:enable-path-metadata': true };
    const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'bin/opsrunbook.ts')], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify(context) },
    });
    if (status !== 0) throw new Error(`the stack could not be synthesized: ${stderr}`);
    const file = readdirSync(folder).find((name) => name.endsWith('.template.json')) ?? '';
    return Template.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
  });

/** Where each stage's function stands in the stack. */
const PLACES: Readonly<Record<string, RegExp>> = {
  'cloudwatch-logs': /\/cloudwatch-logs\/Function\/Resource$/,
  'cloudwatch-metrics': /\/cloudwatch-metrics\/Function\/Resource$/,
  'step-functions': /\/step-functions\/Function\/Resource$/,
  'persist-snapshot': /\/Seal\/Function\/Resource$/,
  analyze: /\/Analyze\/Function\/Resource$/,
};

/** A stage's function in the template. Throws when there is none. */
export const functionOf = ({ Resources }: Template, stage: string): DeployedFunction => {
  const place = PLACES[stage];
  const found = Object.values(Resources).find(
    ({ Type, Metadata }) => Type === 'AWS::Lambda::Function' && place?.test(String(Metadata?.['aws:cdk:path'])),
  );
  if (found === undefined) throw new Error(`the template has no function for ${stage}`);
  const { Timeout, MemorySize } = FunctionProperties.parse(found.Properties);
  return { timeoutSeconds: Timeout, memoryMiB: MemorySize };
};
