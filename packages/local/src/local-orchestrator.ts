import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExecutionInputV1 } from '@opsrunbook/contracts';
import { EXECUTION_STATES, type ExecutionState, type Orchestrator, type RemainingTime } from '@opsrunbook/core';
import type { StateMachineDefinition } from '@opsrunbook/orchestration';
import { StateMachine } from 'aws-local-stepfunctions';
import * as z from 'zod';
import { isErrno } from './errno.ts';

/** A function the workflow calls, as Lambda would run it. */
export type LocalFunction = (event: unknown, remaining: RemainingTime) => Promise<unknown>;

export interface LocalOrchestratorOptions {
  readonly folder: string;
  readonly definition: StateMachineDefinition;
  /** Functions by the name the definition calls them. */
  readonly functions: Readonly<Record<string, LocalFunction>>;
  readonly onFailure: (name: string, error: unknown) => void;
}

export interface LocalOrchestrator extends Orchestrator {
  /** Runs again what an earlier process left running; every stage finds what it already wrote. */
  resume(): Promise<void>;
  /** Resolves when no execution is running. */
  idle(): Promise<void>;
}

const ExecutionRecord = z.strictObject({ input: ExecutionInputV1, state: z.enum(EXECUTION_STATES) });
type ExecutionRecord = z.infer<typeof ExecutionRecord>;

/**
 * Step Functions on one machine: interprets the very definition that is deployed, and remembers executions by name on disk. Throws
 * when the definition is not valid Amazon States Language.
 */
export const createLocalOrchestrator = (options: LocalOrchestratorOptions): LocalOrchestrator => {
  const machine = interpreterOf(options.definition);
  const running = new Map<string, Promise<void>>();
  const runInBackground = (name: string, input: ExecutionInputV1): void => {
    running.set(
      name,
      run({ ...options, machine }, name, input).finally(() => running.delete(name)),
    );
  };
  return {
    start: async ({ name, input }) => {
      if ((await readRecord(options.folder, name)) !== undefined) return;
      const parsed = ExecutionInputV1.parse(input);
      await writeRecord(options.folder, name, { input: parsed, state: 'RUNNING' });
      runInBackground(name, parsed);
    },
    status: async (name): Promise<ExecutionState> => (await readRecord(options.folder, name))?.state ?? 'NOT_FOUND',
    resume: async () => {
      await mkdir(options.folder, { recursive: true });
      for (const file of await readdir(options.folder)) {
        const name = file.replace(/\.json$/, '');
        const record = await readRecord(options.folder, name);
        if (record?.state === 'RUNNING') runInBackground(name, record.input);
      }
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
};

/**
 * One interpreter for all executions, which keeps nothing of them: checking the definition compiles a schema, 70 ms a time. Its types
 * are mutable; a copy also keeps it from touching the definition.
 */
const interpreterOf = (definition: StateMachineDefinition): StateMachine =>
  new StateMachine(JSON.parse(JSON.stringify(definition)), { validationOptions: { checkArn: false } });

interface RunOptions extends LocalOrchestratorOptions {
  readonly machine: StateMachine;
}

const run = async (options: RunOptions, name: string, input: ExecutionInputV1): Promise<void> => {
  let state: ExecutionState = 'SUCCEEDED';
  try {
    await options.machine.run(input, { overrides: { taskResourceLocalHandlers: taskHandlers(options) } }).result;
  } catch (error) {
    state = 'FAILED';
    options.onFailure(name, error);
  }
  await writeRecord(options.folder, name, { input, state });
};

const TaskCall = z.object({ FunctionName: z.string(), Payload: z.json() });

/** One handler per Task state: calls the function that the state's parameters name and answers as the Lambda integration does. */
const taskHandlers = ({ definition, functions }: LocalOrchestratorOptions) => {
  const tasks = tasksOf(definition);
  return Object.fromEntries(
    tasks.map(({ name, timeoutSeconds }) => [
      name,
      async (call: unknown) => {
        const { FunctionName, Payload } = TaskCall.parse(call);
        const target = functions[FunctionName];
        if (target === undefined) throw new RangeError(`state ${name} calls the unknown function ${FunctionName}`);
        const answer = await withinTimeout(timeoutSeconds, (remaining) => target(Payload, remaining));
        return { Payload: z.json().parse(answer) };
      },
    ]),
  );
};

const tasksOf = ({
  States,
}: Pick<StateMachineDefinition, 'States'>): readonly { name: string; timeoutSeconds: number }[] =>
  Object.entries(States).flatMap(([name, state]) => {
    if (state.Type === 'Task') return [{ name, timeoutSeconds: state.TimeoutSeconds }];
    return state.Type === 'Parallel' ? state.Branches.flatMap((branch) => tasksOf({ States: branch.States })) : [];
  });

const withinTimeout = async (
  seconds: number,
  work: (remaining: RemainingTime) => Promise<unknown>,
): Promise<unknown> => {
  const deadlineMs = performance.now() + seconds * 1000;
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = new Error(`no answer within ${seconds} s`);
    error.name = 'States.Timeout';
    timeout.reject(error);
  }, seconds * 1000);
  timer.unref();
  try {
    return await Promise.race([work(() => deadlineMs - performance.now()), timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
};

const readRecord = async (folder: string, name: string): Promise<ExecutionRecord | undefined> => {
  try {
    return ExecutionRecord.parse(JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')));
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
};

const writeRecord = async (folder: string, name: string, record: ExecutionRecord): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const draft = join(folder, `${name}.draft`);
  await writeFile(draft, JSON.stringify(record));
  await rename(draft, join(folder, `${name}.json`));
};
