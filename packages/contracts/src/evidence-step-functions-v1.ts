import * as z from 'zod';

const Json: z.ZodType<z.core.util.JSONType> = z.json();

/** A failed execution of a Standard workflow, told from its history. */
export const FailedExecutionV1 = z.strictObject({
  execution_arn: z.string(),
  state_machine_arn: z.string(),
  status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED', 'RUNNING', 'SUCCEEDED', 'PENDING_REDRIVE']),
  started_ms: z.int(),
  stopped_ms: z.int().nullable(),
  redrive_count: z.int(),
  /** The state whose failure ended the execution, newest first when it was redriven; null when the history does not say. */
  failing_state: z.string().nullable(),
  /** The function, activity or service the failing state called. */
  failing_resource: z.string().nullable(),
  failed_ms: z.int().nullable(),
  error: z.string().nullable(),
  cause: z.string().nullable(),
  /** The cause parsed, when it is JSON, as Lambda writes it. */
  cause_json: Json.optional(),
  /** How often the failing state was tried again before it failed. */
  retries: z.int(),
  /** Errors of earlier attempts and of states whose failure was caught, newest first. */
  earlier_errors: z.array(z.strictObject({ state: z.string().nullable(), error: z.string(), at_ms: z.int() })),
  /** The input's keys and types, never its values. */
  input_shape: Json,
  /** False when the budget ended before the start of the history. */
  history_complete: z.boolean(),
});
export type FailedExecutionV1 = z.infer<typeof FailedExecutionV1>;

/** How many executions of a machine ended in a status in each period. */
export const ExecutionCountV1 = z.strictObject({
  state_machine_arn: z.string(),
  status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']),
  window: z.int(),
  baseline: z.int(),
});
export type ExecutionCountV1 = z.infer<typeof ExecutionCountV1>;

/** Evidence of *step-functions*: executions, newest failure first; counts ordered by machine and status. */
export const StepFunctionsEvidenceV1 = z.strictObject({
  counts: z.array(ExecutionCountV1),
  executions: z.array(FailedExecutionV1),
});
export type StepFunctionsEvidenceV1 = z.infer<typeof StepFunctionsEvidenceV1>;
