import type { Refused, Unsure } from '@opsrunbook/actions';
import { type AnswerHeaders, answerOf, refused, retryAfterMsOf, unsure } from '@opsrunbook/outbound';
import type * as z from 'zod';
import { ExchangeFailure } from './guarded-fetch.ts';

export type GitHubAnswer<T> = { readonly outcome: 'answered'; readonly value: T } | Refused | Unsure;

/** The part of an Octokit response that is read. */
export interface OctokitAnswer {
  readonly status: number;
  readonly data: unknown;
}

/** Sends one request and reads its answer by contract. An error that stops the whole step passes. */
export const readAnswer = async <T>(
  send: () => Promise<OctokitAnswer>,
  contract: z.ZodType<T>,
): Promise<GitHubAnswer<T>> => {
  let answer: OctokitAnswer;
  try {
    answer = await send();
  } catch (error) {
    return failureOf(error);
  }
  if (answer.status >= 300) return refusedBy(answer.status, {}, '');
  const parsed = contract.safeParse(answer.data);
  if (parsed.success) return { outcome: 'answered', value: parsed.data };
  return unsure('broken_body', 'GitHub answered with a body that is not what its API promises');
};

/** Without a header GitHub asks for a minute at least (facts.md section 12). */
const LEAST_WAIT_MS = 60_000;

const failureOf = (error: unknown): Refused | Unsure => {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof ExchangeFailure) return failedBy(cause);
  if (isStop(cause)) throw cause;
  const { status, headers, message } = responseOf(error);
  if (status === undefined) throw error;
  return refusedBy(status, headers, message);
};

const failedBy = ({ exchange }: ExchangeFailure): Refused | Unsure => {
  const answer = answerOf('GitHub', exchange);
  return answer.outcome === 'answered'
    ? unsure('broken_body', 'GitHub answered with a body that cannot be read')
    : answer;
};

const isStop = (error: unknown): boolean => error instanceof Error && error.name === 'StepStopped';

const refusedBy = (status: number, headers: AnswerHeaders, message: string): Refused | Unsure => {
  const isLimit = status === 429 || (status === 403 && isRateLimit(headers, message));
  if (!isLimit) {
    const answer = answerOf('GitHub', { end: 'answered', status, headers, body: '' });
    return answer.outcome === 'answered'
      ? unsure('broken_body', 'GitHub answered with a body that cannot be read')
      : answer;
  }
  const retryAfterMs = retryAfterMsOf(headers) ?? resetMsOf(headers) ?? LEAST_WAIT_MS;
  return { ...refused(`http_${status}`, `GitHub answered ${status}: too many requests`, true), retryAfterMs };
};

const isRateLimit = (headers: AnswerHeaders, message: string): boolean =>
  headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0' || /rate limit/i.test(message);

/** Until the limit is reset, by the answer's own clock; at least a second, because both are whole seconds. */
const resetMsOf = (headers: AnswerHeaders): number | undefined => {
  if (headers['x-ratelimit-remaining'] !== '0') return undefined;
  const waitMs = Number(headers['x-ratelimit-reset']) * 1_000 - Date.parse(headers.date ?? '');
  return Number.isFinite(waitMs) ? Math.max(1_000, waitMs) : undefined;
};

interface ErrorResponse {
  readonly status?: number;
  readonly headers: AnswerHeaders;
  /** Read to tell a rate limit from a missing permission, never passed on: it may repeat what was sent. */
  readonly message: string;
}

const responseOf = (error: unknown): ErrorResponse => {
  const none = { headers: {}, message: '' };
  if (!(error instanceof Error) || !('response' in error)) return none;
  const { response } = error;
  if (typeof response !== 'object' || response === null || !('status' in response) || !('headers' in response))
    return none;
  if (typeof response.status !== 'number' || typeof response.headers !== 'object' || response.headers === null)
    return none;
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, `${value}`]));
  return { status: response.status, headers, message: error.message };
};
