import { OpsRunbookError, type RemainingTime } from '@opsrunbook/core';
import type { Context } from 'aws-lambda';
import { createLogger } from './create-logger.ts';

/** What a stage wants on the log line that says it finished: ids, counts and decisions. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** One stage: parses its event, does one use case, answers. */
export type Stage<Result> = (event: unknown, remaining: RemainingTime) => Promise<Result>;

export interface LambdaHandlerOptions<Result> {
  readonly service: string;
  readonly stage: Stage<Result>;
  /** Fields for the log line of a finished invocation, taken from the result. */
  readonly describe?: (result: Result) => LogFields;
}

const ID_FIELDS = ['incident_id', 'run_id'] as const;

/**
 * Wraps a stage for Lambda: ids of the event go on every log line, one line tells success or failure with the duration, and a
 * failure is thrown on as it was, so that Step Functions and EventBridge can match its name. Events and evidence are never logged.
 */
export const lambdaHandler = <Result>({ service, stage, describe }: LambdaHandlerOptions<Result>) => {
  const logger = createLogger(service);
  return async (event: unknown, context: Context): Promise<Result> => {
    logger.resetKeys();
    logger.appendKeys({ request_id: context.awsRequestId, ...eventIds(event) });
    const startedMs = performance.now();
    const durationMs = () => Math.round(performance.now() - startedMs);
    try {
      const result = await stage(event, () => context.getRemainingTimeInMillis());
      logger.info('stage finished', { duration_ms: durationMs(), ...describe?.(result) });
      return result;
    } catch (error) {
      logger.error('stage failed', { duration_ms: durationMs(), ...failureFields(error) });
      throw error;
    }
  };
};

const eventIds = (event: unknown): Record<string, string> => {
  const detail = objectOf(objectOf(event).detail);
  const source = Object.keys(detail).length > 0 ? detail : objectOf(event);
  return Object.fromEntries(
    ID_FIELDS.flatMap((field) => (typeof source[field] === 'string' ? [[field, source[field]]] : [])),
  );
};

const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};

/** Names and codes of a failure and its causes; messages only of our own errors, which hold no secrets or evidence. */
export const failureFields = (error: unknown): Record<string, unknown> => {
  if (error instanceof OpsRunbookError) {
    const { name, code, message, retryable, context } = error;
    return { error: name, code, reason: message, retryable, context, caused_by: nameOf(error.cause) };
  }
  return { error: nameOf(error), stack_frames: framesOf(error) };
};

const nameOf = (error: unknown): string | undefined => (error instanceof Error ? error.name : undefined);

/** Where it was thrown, without the message above the frames: a message may quote what was being read. */
const framesOf = (error: unknown): readonly string[] => {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .map((line) => line.trim());
};
