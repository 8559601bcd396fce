import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { runCommand } from './run-command.ts';

/** The release whose gaps the e2e stage leaves out (lib/stage-config.ts). */
const VERSION = '1.4.21';

/** It starts in one to two seconds; a busy machine gets thirty times that. */
const START_SECONDS = 60;

/** Something that answers like AWS. */
export interface Endpoint {
  readonly url: string;
  /** Ends what was started for it; nothing when it was there before. */
  stop(): Promise<void>;
}

/** Starts ministack on a free loopback port, installing it into a virtual environment under the repository on first use. */
export const startMinistack = async (repository: string, workFolder: string): Promise<Endpoint> => {
  const python = await installed(join(repository, '.venv/ministack'), workFolder);
  const url = `http://127.0.0.1:${await freePort()}`;
  const logFile = join(workFolder, 'ministack.log');
  mkdirSync(workFolder, { recursive: true });
  const log = openSync(logFile, 'w');
  const server = spawn(python, ['-m', 'ministack.app'], {
    // A group of its own, so that the workers of its functions end with it.
    detached: true,
    stdio: ['ignore', log, log],
    cwd: workFolder,
    env: { ...process.env, BIND_HOST: '127.0.0.1', GATEWAY_PORT: new URL(url).port },
  });
  const endpoint = { url, stop: () => stopGroup(server) };
  try {
    await ready(server, url);
    return endpoint;
  } catch (cause) {
    await endpoint.stop();
    throw new Error(`ministack did not start:\n${readFileSync(logFile, 'utf8').slice(-4000)}`, { cause });
  }
};

const installed = async (environment: string, workFolder: string): Promise<string> => {
  const python = join(environment, 'bin/python');
  if (installedVersion(python) === VERSION) return python;
  const install = (program: string, ...args: string[]) =>
    runCommand({ program, args, env: process.env, logFile: join(workFolder, 'install.log') });
  try {
    await install('python3', '-m', 'venv', '--clear', environment);
    await install(python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `ministack==${VERSION}`);
    return python;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `ministack could not be installed: it needs Python 3.10 or newer with venv, or set AWS_ENDPOINT_URL: ${why}`,
      { cause },
    );
  }
};

const installedVersion = (python: string): string | undefined => {
  try {
    const program = "import importlib.metadata; print(importlib.metadata.version('ministack'))";
    return execFileSync(python, ['-c', program], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    // No environment, or one without the package: both mean that it has to be installed.
    return undefined;
  }
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });

const ready = async (server: ChildProcess, url: string): Promise<void> => {
  for (const giveUpMs = Date.now() + START_SECONDS * 1000; Date.now() < giveUpMs; await setTimeout(200)) {
    if (server.exitCode !== null) throw new Error(`it ended with ${server.exitCode}`);
    const health = await fetch(`${url}/_ministack/health`).catch(() => undefined);
    if (health?.ok) return;
  }
  throw new Error(`${url}/_ministack/health did not answer within ${START_SECONDS} s`);
};

const stopGroup = async (server: ChildProcess): Promise<void> => {
  if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  process.kill(-server.pid, 'SIGTERM');
  const late = setTimeout(5_000, 'late');
  if ((await Promise.race([ended, late])) === 'late') process.kill(-server.pid, 'SIGKILL');
  await ended;
};
