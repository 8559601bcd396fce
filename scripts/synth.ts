import { spawnSync } from 'node:child_process';
import { ROOT } from './repository.ts';

/** Synthesizes every stage that is deployed to AWS; a finding of cdk-nag that nobody acknowledged fails it. */
const STAGES = ['dev', 'prod'];

for (const stage of STAGES) {
  const { status } = spawnSync(
    `${ROOT}/node_modules/.bin/cdk`,
    ['synth', '--quiet', '-c', `stage=${stage}`, '--output', `cdk.out/${stage}`],
    { cwd: ROOT, stdio: 'inherit' },
  );
  console.log(status === 0 ? `${stage}: synthesized, no open findings` : `${stage}: failed`);
  if (status !== 0) process.exit(1);
}
