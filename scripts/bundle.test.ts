import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../test/pipeline/test-setup.ts';
import { ROOT } from './repository.ts';

const node = join(ROOT, 'node_modules/node/bin/node');
const run = (script: string, ...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(node, [join(ROOT, 'scripts', script), ...args], { cwd: ROOT, encoding: 'utf8', timeout: 120_000 });

let folder: ReturnType<typeof temporaryFolder>;
let incident = '';
const path = (name: string) => join(folder.path, name);
const bundle = (out: string, ...args: string[]) =>
  run('bundle.ts', incident, '--out', path(out), '--data', path('data'), '--key', path('key.pem'), ...args);
const check = (...args: string[]) => run('bundle.ts', '--check', ...args);

beforeAll(() => {
  folder = temporaryFolder();
  run('demo.ts', '--data', path('data'));
  incident = readdirSync(path('data/evidence'))[0] ?? '';
});
afterAll(() => folder.remove());

describe('npm run bundle', () => {
  it('exports the demo’s incident, twice the same bytes, and checks it under the machine’s public key', () => {
    expect(bundle('one.zip')).toMatchObject({ status: 0, stderr: '' });
    expect(bundle('two.zip')).toMatchObject({ status: 0 });
    expect(readFileSync(path('one.zip')).equals(readFileSync(path('two.zip')))).toBe(true);
    const { status, stdout } = check(path('one.zip'), '--public-key', path('key.pub.pem'));
    expect(status).toBe(0);
    for (const what of ['signature', 'manifest', 'citations', 'actions']) expect(stdout).toMatch(`✓ ${what}`);
  });

  it('says that the origin is not proved when nobody gave a key', () => {
    expect(check(path('one.zip')).stdout).toMatch(/--public-key/);
  });

  it('names what does not hold and ends with 1', () => {
    bundle('other-key.zip', '--key', path('other.pem'));
    const otherKey = check(path('other-key.zip'), '--public-key', path('key.pub.pem'));
    expect(otherKey).toMatchObject({ status: 1, stdout: expect.stringContaining('✗ signature') });
    const changed = readFileSync(path('one.zip'));
    changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1;
    writeFileSync(path('changed.zip'), changed);
    expect(check(path('changed.zip'))).toMatchObject({ status: 1, stdout: expect.stringContaining('✗ archive') });
  });

  it.each([
    ['no incident', ['--out', 'x.zip'], 'INCIDENT'],
    ['no archive to write', ['inc-20260303t123100-92be356e25'], '--out'],
    ['an incident nobody has', ['inc-20260303t123100-0000000000', '--out', 'x.zip'], 'no folder'],
    ['a file that is not there', ['--check', 'nothing.zip'], 'nothing.zip'],
    ['an option it does not know', ['--frobnicate'], '--frobnicate'],
  ])('says what is wrong with %s', (_what, args, message) => {
    const { status, stderr } = run('bundle.ts', ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
