import type { Refused, Unsure } from '@opsrunbook/actions';
import type { AnswerHeaders, Exchange } from './exchange.ts';

/** The destination did what was asked, or told what was asked for. */
export interface Answered {
  readonly outcome: 'answered';
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly body: string;
}

/**
 * What an exchange came to (reliability.md section 2): refused when the destination certainly did nothing, unsure when it may
 * have. Messages hold the status only: answers may repeat what was sent.
 */
export const answerOf = (provider: string, exchanged: Exchange): Answered | Refused | Unsure => {
  if (exchanged.end === 'not_sent') return NOT_SENT[exchanged.reason](provider);
  if (exchanged.end === 'unclear') return unsure(exchanged.reason, UNCLEAR[exchanged.reason](provider));
  const { status, headers, body } = exchanged;
  if (status >= 200 && status < 300) return { outcome: 'answered', status, headers, body };
  return failureOf(provider, status, headers);
};

/** A refusal: `retryable` when the same request may pass later. */
export const refused = (code: string, message: string, retryable = false): Refused => ({
  outcome: 'refused',
  reason: { code, message },
  retryable,
});

/** An attempt that may have landed. */
export const unsure = (code: string, message: string): Unsure => ({ outcome: 'unsure', reason: { code, message } });

/** The wait a provider asks for: seconds, or a date that is measured against the answer's own date. */
export const retryAfterMsOf = (headers: AnswerHeaders): number | undefined => {
  const value = headers['retry-after']?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d{1,6}$/.test(value)) return Number(value) * 1_000;
  const waitMs = Date.parse(value) - Date.parse(headers.date ?? '');
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : undefined;
};

const failureOf = (provider: string, status: number, headers: AnswerHeaders): Refused | Unsure => {
  const waitMs = retryAfterMsOf(headers);
  const wait = waitMs === undefined ? {} : { retryAfterMs: waitMs };
  if (status >= 500 || status < 200)
    return { ...unsure(`http_${status}`, `${provider} answered ${status}; it may have done what was asked`), ...wait };
  const message = `${provider} answered ${status}: ${MEANINGS[status] ?? 'it refused the request'}`;
  return { ...refused(`http_${status}`, message, status === 429 || status === 408), ...wait };
};

const MEANINGS: Readonly<Record<number, string>> = {
  301: 'redirects are not followed; check the configured address',
  302: 'redirects are not followed; check the configured address',
  400: 'it does not accept the content',
  401: 'the secret is wrong or has expired; store a new one',
  403: 'the secret lacks a permission this action needs',
  404: 'what the action is about does not exist, or the secret may not see it',
  410: 'what the action is about was deleted',
  413: 'the content is too large',
  422: 'it does not accept the content',
  429: 'too many requests',
};

const NOT_SENT = {
  host_not_allowed: (provider: string) =>
    refused('host_not_allowed', `the address configured for ${provider} is not one of its hosts; nothing was sent`),
  private_address: (provider: string) =>
    refused('private_address', `the host of ${provider} resolves into a private network; nothing was sent`),
  no_connection: (provider: string) => refused('no_connection', `no connection to ${provider}; nothing was sent`, true),
} as const;

const UNCLEAR = {
  timeout: (provider: string) => `${provider} did not answer in time; it may have done what was asked`,
  connection_lost: (provider: string) => `the connection to ${provider} was lost; it may have done what was asked`,
  answer_too_large: (provider: string) => `the answer of ${provider} is larger than 1 MiB and was not read`,
} as const;
