import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/core';
import type { CallContext, Refused, Unsure } from '@opsrunbook/actions';
import { type Clock, ConfigError } from '@opsrunbook/core';
import { readSecret, refused, type SecretSource } from '@opsrunbook/outbound';
import type * as z from 'zod';
import { type GitHubAnswer, type OctokitAnswer, readAnswer } from './github-answer.ts';
import { InstallationAnswer, TokenAnswer } from './github-answers.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { readPrivateKey } from './private-key.ts';

/** The GitHub App that acts, and where GitHub is. */
export interface GitHubConnection {
  /** App id or client id. */
  readonly appId: string;
  /** Its private key in any form `readPrivateKey` takes. */
  readonly privateKey: SecretSource;
  readonly clock: Pick<Clock, 'now'>;
  /** https://api.github.com when absent. */
  readonly apiUrl?: string;
  /** For tests and the local fakes only: plain HTTP to 127.0.0.1. */
  readonly allowLoopback?: boolean;
}

/** What a token may do, and in which repository: no more than the step needs. */
export interface TokenScope {
  /** owner/name. */
  readonly repository: string;
  readonly permissions: Readonly<Record<string, 'read' | 'write'>>;
}

export type GitHubRequest = Octokit['request'];

/** Asks GitHub inside one repository: `send` makes one request with what it is given. */
export interface GitHubSession {
  readonly repo: { readonly owner: string; readonly repo: string };
  ask<T>(send: (request: GitHubRequest) => Promise<OctokitAnswer>, answer: z.ZodType<T>): Promise<GitHubAnswer<T>>;
}

export type OpenSession = (
  scope: TokenScope,
  call: CallContext,
  options?: { readonly maxAnswerBytes: number },
) => Promise<{ readonly outcome: 'open'; readonly session: GitHubSession } | Refused | Unsure>;

/** A token this close to its end is not used any more: one step may take 50 s. */
const TOKEN_MARGIN_MS = 120_000;

/** Opens sessions with tokens narrowed to one repository and the permissions named, each kept until shortly before its end. */
export const createGitHub = (connection: GitHubConnection): OpenSession => {
  const tokens = new Map<string, { readonly token: string; readonly endsMs: number }>();
  return async (scope, call, options) => {
    const [owner = '', repo = ''] = scope.repository.split('/');
    const base = baseRequest(connection, call, options);
    const key = JSON.stringify(scope);
    const kept = tokens.get(key);
    if (kept === undefined || kept.endsMs - TOKEN_MARGIN_MS < connection.clock.now().getTime()) {
      const made = await makeToken(connection, scope, base);
      if (made.outcome !== 'answered') return forgetOn401(connection, made);
      tokens.set(key, { token: made.value.token, endsMs: Date.parse(made.value.expires_at) });
    }
    const request = base.defaults({ headers: { authorization: `token ${tokens.get(key)?.token}` } });
    const session: GitHubSession = {
      repo: { owner, repo },
      ask: async (send, answer) => {
        const answered = await readAnswer(() => send(request), answer);
        if (answered.outcome === 'refused' && answered.reason.code === 'http_401') tokens.delete(key);
        return answered;
      },
    };
    return { outcome: 'open', session };
  };
};

const API_VERSION = '2026-03-10';
const quiet = (): void => undefined;
const SILENT = { debug: quiet, info: quiet, warn: quiet, error: quiet };

const baseRequest = (connection: GitHubConnection, call: CallContext, options = {}): GitHubRequest => {
  const { apiUrl = 'https://api.github.com', allowLoopback = false } = connection;
  const fetch = guardedFetch({ apiUrl, allowLoopback, ...options }, call);
  const octokit = new Octokit({
    baseUrl: apiUrl,
    userAgent: 'opsrunbook',
    log: SILENT,
    request: { fetch, log: SILENT },
  });
  return octokit.request.defaults({ headers: { 'x-github-api-version': API_VERSION } });
};

const makeToken = async (
  connection: GitHubConnection,
  { repository, permissions }: TokenScope,
  request: GitHubRequest,
) => {
  const app = await appToken(connection);
  if (app.outcome !== 'answered') return app;
  const headers = { authorization: `bearer ${app.value}` };
  const [owner = '', repo = ''] = repository.split('/');
  const installation = await readAnswer(
    () => request('GET /repos/{owner}/{repo}/installation', { owner, repo, headers }),
    InstallationAnswer,
  );
  if (installation.outcome !== 'answered') return installation;
  const narrowed = { installation_id: installation.value.id, repositories: [repo], permissions: { ...permissions } };
  return readAnswer(
    () => request('POST /app/installations/{installation_id}/access_tokens', { ...narrowed, headers }),
    TokenAnswer,
  );
};

const PRIVATE_KEY = 'the GitHub App private key';

/** The App's own JWT; a key that cannot be used is refused with what is wrong with it. */
const appToken = async ({ appId, privateKey }: GitHubConnection): Promise<GitHubAnswer<string>> => {
  const read = await readSecret(privateKey, PRIVATE_KEY);
  if (read.outcome === 'refused') return read;
  try {
    const auth = createAppAuth({ appId, privateKey: readPrivateKey(read.secret, PRIVATE_KEY), log: { warn: quiet } });
    const { token } = await auth({ type: 'app' });
    return { outcome: 'answered', value: token };
  } catch (error) {
    if (error instanceof ConfigError) return refused(error.code, error.message);
    return refused('github_app', 'the GitHub App id and private key do not make a token; check both');
  }
};

const forgetOn401 = <Failure extends Refused | Unsure>({ privateKey }: GitHubConnection, failure: Failure): Failure => {
  if (failure.reason.code === 'http_401') privateKey.forget();
  return failure;
};
