import type { CallContext, Refused, Unsure } from '@opsrunbook/actions';
import type { JsonObject } from '@opsrunbook/core';
import { answerOf, exchange, readSecret, refused, type SecretSource, unsure } from '@opsrunbook/outbound';
import type * as z from 'zod';

/** Where Jira is and who asks. */
export interface JiraConnection {
  /** The site people open, like https://example.atlassian.net. */
  readonly site: string;
  /** For scoped tokens, which only work through api.atlassian.com; null for a classic token. */
  readonly cloudId: string | null;
  /** The account of the token; null for a service account, whose token is sent as Bearer. */
  readonly email: string | null;
  readonly apiToken: SecretSource;
  /** For tests and the local fakes only: plain HTTP to 127.0.0.1. */
  readonly allowLoopback?: boolean;
}

/** One request; `path` is below the site or the cloud id and starts with /rest/api/3/. */
export interface JiraRequest<T> {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: JsonObject;
  readonly answer: z.ZodType<T>;
}

export type JiraAnswer<T> = { readonly outcome: 'answered'; readonly value: T } | Refused | Unsure;

/** Sends one request and reads its answer by contract; never retries. */
export type AskJira = <T>(request: JiraRequest<T>, call: CallContext) => Promise<JiraAnswer<T>>;

/**
 * Jira over one HTTPS exchange a request. jira.js is not used at run time: it can neither be aborted nor keep from following
 * redirects, puts answer bodies into its errors, and adds 386 KB of zod to the bundle (see README.md).
 */
export const askJira =
  (connection: JiraConnection): AskJira =>
  async ({ method, path, body, answer }, call) => {
    const token = await readSecret(connection.apiToken, 'the Jira API token');
    if (token.outcome === 'refused') return token;
    const url = addressOf(connection, path);
    const authorization = authorizationOf(connection, token.secret);
    if (url === null || authorization === null)
      return refused('jira_config', 'the Jira site, cloud id, e-mail or token is not of the form the README gives');
    await call.proceed();
    const headers = { accept: 'application/json', 'content-type': 'application/json', authorization };
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const exchanged = await exchange({ method, url, headers, ...text }, limitsOf(connection, call));
    const answered = answerOf('Jira', exchanged);
    if (answered.outcome !== 'answered') {
      if (answered.reason.code === 'http_401') connection.apiToken.forget();
      return answered;
    }
    const parsed = answer.safeParse(jsonOf(answered.body));
    if (parsed.success) return { outcome: 'answered', value: parsed.data };
    return unsure('broken_body', 'Jira answered with a body that is not what its API promises');
  };

const API_HOST = 'api.atlassian.com';

const limitsOf = ({ allowLoopback = false }: JiraConnection, { timeoutMs, signal }: CallContext) => ({
  isAllowedHost: (host: string) => host === API_HOST || /^[a-z0-9-]+\.(atlassian\.net|jira\.com)$/.test(host),
  timeoutMs,
  signal,
  allowLoopback,
});

/** Null when the configuration cannot be an address. */
const addressOf = ({ site, cloudId, allowLoopback = false }: JiraConnection, path: string): URL | null => {
  if (!URL.canParse(site) || (cloudId !== null && !/^[0-9a-f-]{36}$/.test(cloudId))) return null;
  if (cloudId === null) return new URL(path, site);
  const gateway = allowLoopback && new URL(site).hostname === '127.0.0.1' ? site : `https://${API_HOST}`;
  return new URL(`/ex/jira/${cloudId}${path}`, gateway);
};

/** Null when it could not stand in a header. */
const authorizationOf = ({ email }: JiraConnection, token: string): string | null => {
  if (!/^[\x21-\x7e]+$/.test(token)) return null;
  if (email === null) return `Bearer ${token}`;
  return /^[^\s:@]+@[^\s:@]+$/.test(email) ? `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}` : null;
};

const jsonOf = (body: string): unknown => {
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return BROKEN;
  }
};

/** Not JSON, and so no contract accepts it but one that does not look. */
const BROKEN = Symbol('broken');
