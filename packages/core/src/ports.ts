import type { JsonObject } from './json.ts';

/** Wall-clock time and waiting; the system clock lives in runtime, recorded and fake ones in local and testing. */
export interface Clock {
  now(): Date;
  sleep(durationMs: number): Promise<void>;
}

/** Where fresh identifiers come from. */
export interface IdSource {
  /** `digits` lower-case hex digits. */
  hex(digits: number): string;
}

/** How long the caller may still work, in milliseconds; Lambda's remaining time, or a deadline of the local runtime. */
export type RemainingTime = () => number;

/** An event of this product: its detail carries ids, keys and hashes only. */
export interface PipelineEvent {
  readonly detailType: string;
  readonly detail: JsonObject;
}

/** Hands events to the next stage at least once; resolves only when the bus has accepted the event. */
export interface EventBus {
  publish(event: PipelineEvent): Promise<void>;
}

/** The states an execution can be in, as Step Functions names them; NOT_FOUND before it was started. */
export const EXECUTION_STATES = ['NOT_FOUND', 'RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const;
export type ExecutionState = (typeof EXECUTION_STATES)[number];

/** Starts and observes runs of the evidence state machine. */
export interface Orchestrator {
  /** Starts the execution, or finds the one already started under this name. */
  start(execution: { readonly name: string; readonly input: JsonObject }): Promise<void>;
  status(name: string): Promise<ExecutionState>;
}
