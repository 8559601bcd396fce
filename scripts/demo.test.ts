import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../test/pipeline/test-setup.ts';
import { ROOT } from './repository.ts';

const node = join(ROOT, 'node_modules/node/bin/node');
const run = (script: string, ...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(node, [join(ROOT, 'scripts', script), ...args], { cwd: ROOT, encoding: 'utf8', timeout: 120_000 });

let folder: ReturnType<typeof temporaryFolder>;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => folder.remove());

describe.each(['checkout-failure', 'petshop-latency'])('npm run demo over %s', (recording) => {
  it('ends with ids, hash and folder, and prints the same twice', () => {
    const args = ['--recording', recording, '--data', join(folder.path, recording)];
    const first = run('demo.ts', ...args);
    expect(first.stderr).toBe('');
    expect(first.status).toBe(0);
    const lastLines = first.stdout.trimEnd().split('\n').slice(-3);
    expect(lastLines[0]).toMatch(/^incident_id inc-/);
    expect(lastLines[1]).toMatch(/^packet_hash [0-9a-f]{64}$/);
    expect(lastLines[2]).toMatch(/^evidence \S/);
    const sorted = (text: string) => text.split('\n').sort();
    expect(sorted(run('demo.ts', ...args).stdout)).toEqual(sorted(first.stdout));
  });

  it('prints one JSON document with --json, and its secrets are nowhere', () => {
    const { stdout, status } = run('demo.ts', '--recording', recording, '--data', join(folder.path, 'json'), '--json');
    const result: Record<string, unknown> = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(result).toMatchObject({ verified: true, canaries: { found: 0 } });
  });
});

describe('the demo told the wrong thing', () => {
  it.each([
    ['a recording that does not exist', ['--recording', 'nothing'], 'no recording nothing'],
    ['an option it does not know', ['--frobnicate'], "Unknown option '--frobnicate'"],
  ])('says so for %s, and shows its usage', (_what, args, message) => {
    const { stderr, status } = run('demo.ts', ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain('usage: npm run demo');
  });

  it('does not empty a folder that holds something else', () => {
    const own = temporaryFolder();
    writeFileSync(join(own.path, 'thesis.md'), 'mine');
    const { stderr, status } = run('demo.ts', '--data', own.path);
    expect(status).not.toBe(0);
    expect(stderr).toContain('thesis.md');
    expect(readFileSync(join(own.path, 'thesis.md'), 'utf8')).toBe('mine');
    own.remove();
  });
});

describe('npm run verify', () => {
  const incidentOf = (data: string): string => readdirSync(join(data, 'evidence'))[0] ?? '';
  const collectorFile = (data: string, incident: string): string => {
    const run = readdirSync(join(data, 'evidence', incident)).find((name) => !name.endsWith('.json')) ?? '';
    return join(data, 'evidence', incident, run, 'step-functions.json');
  };

  it('finds every hash in place, and names the object that was changed', () => {
    const data = join(folder.path, 'verify');
    run('demo.ts', '--data', data);
    const incident = incidentOf(data);
    expect(run('verify.ts', incident, '--data', data)).toMatchObject({ status: 0 });
    const file = collectorFile(data, incident);
    const changed = readFileSync(file, 'utf8').replace('TypeError', 'RangeError');
    rmSync(file);
    writeFileSync(file, changed);
    const { stdout, status } = run('verify.ts', incident, '--data', data);
    expect(status).toBe(1);
    expect(stdout).toMatch(/✗ evidence .*step-functions\.json has SHA-256/);
  });

  it('says what an incident id looks like', () => {
    const { stderr, status } = run('verify.ts', 'foo');
    expect(status).toBe(2);
    expect(stderr).toContain('got foo');
  });
});
