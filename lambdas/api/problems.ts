import { PROBLEM_MEDIA_TYPE, type ProblemV1 } from '@opsrunbook/contracts';
import { ConflictError, type FieldProblem, InvalidInputError, NotFoundError, OpsRunbookError } from '@opsrunbook/core';
import type * as z from 'zod';

/** The HTTP status each kind of error is told with; what is not here is our fault. */
const statusOf = (error: OpsRunbookError): number => {
  if (error instanceof InvalidInputError) return error.code === 'body_too_large' ? 413 : 400;
  if (error instanceof NotFoundError) return 404;
  if (error instanceof ConflictError) return 409;
  return error.retryable ? 503 : 500;
};

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request is not valid',
  404: 'Not found',
  409: 'Conflict',
  413: 'The request is too large',
  500: 'Something failed on our side',
  503: 'Temporarily unavailable',
};

/** What the client is told of an error. Errors that are not ours are told without their message: it may quote anything. */
export const problemOf = (error: unknown): ProblemV1 => {
  if (!(error instanceof OpsRunbookError)) {
    return problem(
      500,
      'internal',
      'the request failed; try again, and if it stays so, look for its request id in the log',
    );
  }
  const told = problem(statusOf(error), error.code, error.message);
  if (!(error instanceof InvalidInputError) || error.problems.length === 0) return told;
  return { ...told, errors: error.problems.map(({ pointer, detail }) => ({ pointer, detail })) };
};

const problem = (status: number, code: string, detail: string): ProblemV1 => ({
  type: `urn:opsrunbook:problem:${code}`,
  title: TITLES[status] ?? 'Something failed',
  status,
  code,
  detail,
});

/** A problem as an HTTP answer. */
export const problemResponse = (body: ProblemV1): Response =>
  new Response(JSON.stringify(body), { status: body.status, headers: { 'content-type': PROBLEM_MEDIA_TYPE } });

/** Every wrong field of a request as the contract sees it, by JSON pointer; messages never quote the value. */
export const fieldProblems = (error: z.core.$ZodError, prefix = ''): readonly FieldProblem[] =>
  error.issues.flatMap((issue): FieldProblem[] => {
    const pointer = `${prefix}${pointerOf(issue.path)}`;
    if (issue.code !== 'unrecognized_keys') return [{ pointer: pointer || '/', detail: issue.message }];
    const allowed = 'unknown field; remove it or check its spelling';
    return issue.keys
      .slice(0, 20)
      .map((key) => ({ pointer: `${pointer}${pointerOf([key.slice(0, 100)])}`, detail: allowed }));
  });

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((token) => `/${String(token).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
