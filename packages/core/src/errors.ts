import type { JsonValue } from './json.ts';

/** Facts for the operator: ids, names and numbers, never secrets or evidence text. */
export type ErrorContext = Readonly<Record<string, JsonValue>>;

interface ErrorOptions {
  readonly context?: ErrorContext;
  readonly cause?: unknown;
}

/**
 * The base of every error this product throws on purpose. `name` is a literal because Step Functions retry policies
 * match on it and minifying would mangle a class name; `retryable` tells every caller whether trying again can help.
 */
export abstract class OpsRunbookError extends Error {
  abstract override readonly name: string;
  abstract readonly retryable: boolean;
  readonly code: string;
  readonly context: ErrorContext;

  constructor(code: string, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.context = options.context ?? {};
  }
}

/** One wrong field of an input: where (JSON pointer), what was expected, what to do. */
export interface FieldProblem {
  readonly pointer: string;
  readonly detail: string;
}

/** What was sent cannot be accepted; sending it again unchanged will fail again. */
export class InvalidInputError extends OpsRunbookError {
  override readonly name = 'InvalidInput';
  override readonly retryable = false;
  readonly problems: readonly FieldProblem[];

  constructor(
    code: string,
    message: string,
    options: ErrorOptions & { readonly problems?: readonly FieldProblem[] } = {},
  ) {
    super(code, message, options);
    this.problems = options.problems ?? [];
  }
}

/** The thing named by an id does not exist. */
export class NotFoundError extends OpsRunbookError {
  override readonly name = 'NotFound';
  override readonly retryable = false;
}

/** Something else already stands where this would be written. */
export class ConflictError extends OpsRunbookError {
  override readonly name = 'Conflict';
  override readonly retryable = false;
}

/** A provider asked for fewer calls; trying later helps. */
export class ThrottledError extends OpsRunbookError {
  override readonly name = 'Throttled';
  override readonly retryable = true;
}

/** A provider failed or did not answer in time; trying again may help. */
export class DependencyError extends OpsRunbookError {
  override readonly name = 'Dependency';
  override readonly retryable = true;
}

/** The deployment is set up wrongly; only an operator can mend it. */
export class ConfigError extends OpsRunbookError {
  override readonly name = 'Config';
  override readonly retryable = false;
}

/** The bytes found are not the bytes promised by their hash. */
export class IntegrityError extends OpsRunbookError {
  override readonly name = 'Integrity';
  override readonly retryable = false;
}
