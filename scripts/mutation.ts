import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MUTATION_SETS } from './mutation/sets.ts';
import { ROOT } from './repository.ts';
import { bold, fail } from './terminal.ts';

const USAGE = `usage: npm run mutation -- [SET ...]

Changes the code in small ways and counts the changes no test notices. Slow: name the set you work on.

${Object.entries(MUTATION_SETS)
  .map(([name, { what }]) => `  ${name.padEnd(12)} ${what}`)
  .join('\n')}`;

const STRYKER = join(ROOT, 'node_modules/@stryker-mutator/core/bin/stryker.js');

/** The sandbox lies outside the checkout: other tools must not take it for sources. */
const sandbox = mkdtempSync(join(tmpdir(), 'opsrunbook-mutation-'));

const selection = (mutate: readonly string[]): readonly string[] => [
  '--mutate',
  mutate.join(','),
  '--tempDirName',
  sandbox,
];

const { values, positionals } = parseArgs({ options: { help: { type: 'boolean' } }, allowPositionals: true });
if (values.help) console.log(USAGE);
else {
  const unknown = positionals.find((name) => !(name in MUTATION_SETS));
  if (unknown !== undefined) fail(`there is no set ${unknown}\n\n${USAGE}`);
  const chosen = Object.entries(MUTATION_SETS).filter(
    ([name]) => positionals.length === 0 || positionals.includes(name),
  );
  for (const [name, { mutate, tests }] of chosen) {
    console.log(bold(`${name}: ${mutate.join(' ')}`));
    const { status } = spawnSync(process.execPath, [STRYKER, 'run', ...selection(mutate)], {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, MUTATION_MODULES: join(ROOT, 'node_modules'), MUTATION_TESTS: tests.join(' ') },
    });
    if (status !== 0) process.exitCode = 1;
  }
}
rmSync(sandbox, { recursive: true, force: true });
