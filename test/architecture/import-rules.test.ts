import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { violationsOf } from '../../scripts/check-sources.ts';
import { ROOT } from '../../scripts/repository.ts';

let planted: string;
beforeEach(() => {
  planted = mkdtempSync(join(tmpdir(), 'import-rules-'));
});
afterEach(() => rmSync(planted, { recursive: true }));

const plant = (file: string, text: string): void => {
  mkdirSync(dirname(join(planted, file)), { recursive: true });
  writeFileSync(join(planted, file), text);
};

/** Names of the rules that the planted tree breaks. */
const brokenRules = (): readonly string[] => {
  const cli = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const rules = join(ROOT, '.dependency-cruiser.cjs');
  const args = [cli, '--config', rules, '--output-type', 'json', 'lambdas', 'lib', 'packages'];
  for (const folder of ['lambdas', 'lib', 'packages']) mkdirSync(join(planted, folder), { recursive: true });
  const output = execFileSync(process.execPath, args, {
    cwd: planted,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { summary }: { summary: { violations: { rule: { name: string } }[] } } = JSON.parse(output);
  return [...new Set(summary.violations.map(({ rule }) => rule.name))].sort();
};

describe('the import rules', () => {
  it('pass a tree that keeps them', () => {
    plant('packages/core/src/a.ts', 'export const a = 1;');
    plant('packages/evidence/src/b.ts', "export { a } from '../../core/src/a.ts';");
    expect(brokenRules()).toEqual([]);
  });

  it.each([
    ['analyzer-is-pure', 'packages/analyzer/src/x.ts', '../../stores/src/y.ts'],
    ['core-stands-alone', 'packages/core/src/x.ts', '../../contracts/src/y.ts'],
    ['collectors-read-one-source', 'packages/collectors/a/src/x.ts', '../../b/src/y.ts'],
    ['actions-are-pure', 'packages/actions/src/x.ts', '../../stores/src/y.ts'],
    ['outbound-knows-no-provider', 'packages/outbound/src/x.ts', '../../destinations/a/src/y.ts'],
    ['destinations-write-to-one-provider', 'packages/destinations/a/src/x.ts', '../../b/src/y.ts'],
    ['lambdas-never-know-each-other', 'lambdas/api/x.ts', '../analyze/y.ts'],
    ['lambdas-never-know-each-other', 'lambdas/api/x.ts', '../../packages/local/src/y.ts'],
    ['lib-composes', 'lib/x.ts', '../packages/stores/src/y.ts'],
    ['lib-takes-environments-as-types', 'lib/x.ts', '../lambdas/api/env.ts'],
    ['testing-is-for-tests', 'packages/stores/src/x.ts', '../../testing/src/y.ts'],
  ])('report %s for %s importing %s', (rule, file, target) => {
    plant(file, `export { y } from '${target}';`);
    plant(join(dirname(file), target), 'export const y = 1;');
    expect(brokenRules()).toContain(rule);
  });

  it('report a cycle', () => {
    plant('packages/core/src/a.ts', "import { b } from './b.ts';\nexport const a = () => b;");
    plant('packages/core/src/b.ts', "import { a } from './a.ts';\nexport const b = () => a;");
    expect(brokenRules()).toEqual(['no-cycles']);
  });

  it.each(['analyzer', 'actions'])('report file access in the pure room %s', (room) => {
    plant(`packages/${room}/src/a.ts`, "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;");
    expect(brokenRules()).toContain('pure-rooms-have-no-sdk');
  });
});

describe('the source rules', () => {
  it('report time and chance in a package, with the line', () => {
    const [violation] = violationsOf('packages/analyzer/src/a.ts', 'const a = 1;\nconst b = Date.now();');
    expect(violation).toMatchObject({ line: 2, rule: 'time-and-chance' });
  });

  it('allow them where the machine is met, and in comments', () => {
    expect(violationsOf('packages/runtime/src/a.ts', 'Date.now()')).toEqual([]);
    expect(violationsOf('packages/analyzer/src/a.ts', '/** never Date.now() */\n// nor Math.random()')).toEqual([]);
  });

  it('report the environment read outside an entry', () => {
    expect(violationsOf('lambdas/api/app.ts', 'process.env.X')).toHaveLength(1);
    expect(violationsOf('lambdas/api/index.ts', 'process.env.X')).toEqual([]);
  });
});
