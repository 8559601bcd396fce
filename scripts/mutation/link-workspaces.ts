import { existsSync, globSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

// Runs in Stryker's sandbox, a copy of this repository in a folder of its own: packages of others are found in the folder above, ours must
// be the copies, whose sources are mutated.
const modules = process.env.MUTATION_MODULES;
if (modules === undefined) throw new Error('MUTATION_MODULES is not set; run npm run mutation');
if (!existsSync('../node_modules')) symlinkSync(modules, '../node_modules');
const scope = resolve('node_modules');
for (const manifest of globSync([
  'packages/*/package.json',
  'packages/{collectors,destinations}/*/package.json',
  'lambdas/package.json',
])) {
  const { name }: { readonly name: string } = JSON.parse(readFileSync(manifest, 'utf8'));
  const link = join(scope, name);
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { recursive: true, force: true });
  symlinkSync(resolve(dirname(manifest)), link);
}
