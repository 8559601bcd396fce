import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sha256Hex } from '@opsrunbook/core';
import { evidenceStateMachine } from '@opsrunbook/orchestration';
import { createLocalOrchestrator, type LocalFunction } from './local-orchestrator.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orchestrator-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const name = 'run-20260303t120000000-01234567';
const input = { incident_id: 'inc-20260303t120000-0123456789', run_id: name, request_sha256: sha256Hex('request') };

const start = async (functions: Record<string, LocalFunction>, timeoutSeconds = 60) => {
  const failures: unknown[] = [];
  const orchestrator = createLocalOrchestrator({
    folder,
    definition: evidenceStateMachine({
      collectors: [{ collector: 'cloudwatch-logs', functionName: 'logs', timeoutSeconds }],
      sealFunctionName: 'seal',
      sealTimeoutSeconds: 60,
    }),
    functions,
    onFailure: (_name, error) => failures.push(error),
  });
  await orchestrator.start({ name, input });
  return { orchestrator, failures };
};
const named = (errorName: string) => Object.assign(new Error('failed'), { name: errorName });

describe('the local orchestrator', () => {
  it('runs the deployed definition: what a collector answered reaches the seal', async () => {
    const sealed: unknown[] = [];
    const { orchestrator } = await start({
      logs: async () => ({ collector: 'cloudwatch-logs', status: 'ok' }),
      seal: async (event) => {
        sealed.push(event);
        return {};
      },
    });
    await orchestrator.idle();
    expect(await orchestrator.status(name)).toBe('SUCCEEDED');
    expect(sealed).toEqual([{ ...input, collected: [{ collector: 'cloudwatch-logs', status: 'ok' }] }]);
  });

  it('turns a collector that fails for good into a gap that carries only the error’s name', async () => {
    const sealed: unknown[] = [];
    const { orchestrator } = await start({
      logs: async () => Promise.reject(named('RedactionFailed')),
      seal: async (event) => {
        sealed.push(event);
        return {};
      },
    });
    await orchestrator.idle();
    expect(sealed).toEqual([
      { ...input, collected: [{ collector: 'cloudwatch-logs', status: 'gap', error: 'RedactionFailed' }] },
    ]);
  });

  it('turns a collector that does not answer in time into a gap', async () => {
    const sealed: { collected?: { error?: string }[] }[] = [];
    const { orchestrator } = await start(
      {
        logs: () => new Promise(() => undefined),
        seal: async (event) => sealed.push(JSON.parse(JSON.stringify(event))),
      },
      1,
    );
    await orchestrator.idle();
    expect(sealed[0]?.collected?.[0]?.error).toBe('States.Timeout');
  });

  it('starts one execution under a name, however often it is asked', async () => {
    let sealed = 0;
    const { orchestrator } = await start({ logs: async () => ({}), seal: async () => ({ sealed: ++sealed }) });
    await orchestrator.start({ name, input });
    await orchestrator.idle();
    await orchestrator.start({ name, input });
    await orchestrator.idle();
    expect(sealed).toBe(1);
  });

  it('knows nothing of a name it never started', async () => {
    const { orchestrator } = await start({ logs: async () => ({}), seal: async () => ({}) });
    expect(await orchestrator.status('run-20260303t120000000-ffffffff')).toBe('NOT_FOUND');
    await orchestrator.idle();
  });

  it('runs again after a restart what was left running', async () => {
    const hanging = Promise.withResolvers<object>();
    const { orchestrator: dying } = await start({ logs: () => hanging.promise, seal: async () => ({}) });
    let sealed = 0;
    const next = createLocalOrchestrator({
      folder,
      definition: evidenceStateMachine({ collectors: [], sealFunctionName: 'seal', sealTimeoutSeconds: 60 }),
      functions: { seal: async () => ({ sealed: ++sealed }) },
      onFailure: () => undefined,
    });
    await next.resume();
    await next.idle();
    expect(sealed).toBe(1);
    expect(await next.status(name)).toBe('SUCCEEDED');
    hanging.resolve({});
    await dying.idle();
  });
});
