import { spawnSync } from 'node:child_process';
import { ROOT } from './repository.ts';

/** Checks the import rules of .dependency-cruiser.cjs and prints each place that breaks one; exit 1 when any does. */
const cruiser = `${ROOT}/node_modules/dependency-cruiser/bin/dependency-cruiser.mjs`;
const rooms = ['bin', 'lib', 'lambdas', 'packages', 'scripts'];
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [cruiser, '--config', '.dependency-cruiser.cjs', '--output-type', 'err-long', ...rooms],
  { cwd: ROOT, encoding: 'utf8' },
);
// It reads TypeScript through swc and warns that it found no older TypeScript compiler to use instead.
process.stdout.write(stdout.replace(/‼ missing-tsc-transpiler[\s\S]*$/, ''));
if (status !== 0) process.stderr.write(stderr);
process.exitCode = status ?? 1;
