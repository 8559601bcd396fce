import type { ReasonCode, ReasonV1 } from '@opsrunbook/contracts';

/** A failed call to CloudWatch Logs: what it means for the evidence, and the provider's own name of it. */
export interface SourceFailure {
  readonly code: ReasonCode;
  readonly error: string;
  /** never: the same call fails again; briefly: a few tries; patiently: for as long as there is time. */
  readonly retry: 'never' | 'briefly' | 'patiently';
}

const failure = (code: ReasonCode, retry: SourceFailure['retry']) => ({ code, retry });

/** What the provider's errors mean. LimitExceeded: 100 queries of the account run already, dashboards included; others end. */
const MEANINGS: ReadonlyMap<string, Omit<SourceFailure, 'error'>> = new Map([
  ['LimitExceededException', failure('throttled', 'patiently')],
  ['ThrottlingException', failure('throttled', 'patiently')],
  ['TooManyRequestsException', failure('throttled', 'patiently')],
  ['ResourceNotFoundException', failure('not_found', 'never')],
  ['AccessDeniedException', failure('access_denied', 'never')],
  ['UnrecognizedClientException', failure('access_denied', 'never')],
  ['ExpiredTokenException', failure('access_denied', 'never')],
  ['CredentialsProviderError', failure('access_denied', 'never')],
  ['InvalidParameterException', failure('invalid_request', 'never')],
  ['MalformedQueryException', failure('invalid_request', 'never')],
  ['ServiceUnavailableException', failure('collector_failed', 'briefly')],
  ['InternalFailure', failure('collector_failed', 'briefly')],
  ['TimeoutError', failure('collector_failed', 'briefly')],
  ['ECONNRESET', failure('collector_failed', 'briefly')],
  ['ECONNREFUSED', failure('collector_failed', 'briefly')],
  ['EAI_AGAIN', failure('collector_failed', 'briefly')],
]);

/** The meaning of whatever a call threw; an error nobody knows keeps its name and is not tried again. */
export const sourceFailure = (error: unknown): SourceFailure => {
  const name = nameOf(error);
  return { error: name, ...(MEANINGS.get(name) ?? failure('collector_failed', 'never')) };
};

/** The SDK's errors have names; a connection that failed has none but the system's code. */
const nameOf = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error;
  return error.name === 'Error' && 'code' in error && typeof error.code === 'string' ? error.code : error.name;
};

/** A call that failed, and what it was for. */
interface FailedCall {
  readonly failure: SourceFailure;
  readonly action: string;
  /** The log group or the query the failure is about. */
  readonly subject: string;
  /** The log groups the call named. */
  readonly groups: readonly string[];
}

/** The reason of a gap in the evidence, with the permission to grant or the name to correct. */
export const reasonOf = ({ failure, action, subject, groups }: FailedCall): ReasonV1 => ({
  code: failure.code,
  subject,
  message: `${action} failed with ${failure.error} for ${subject}`.slice(0, 1000),
  fix: fixFor(failure, action, groups).slice(0, 1000),
});

const fixFor = ({ code }: SourceFailure, action: string, groups: readonly string[]): string => {
  switch (code) {
    case 'access_denied':
      return `allow logs:${action} on ${grantOf(action, groups)} for the role of the cloudwatch-logs collector`;
    case 'not_found':
      return `correct the log group’s name in config/services.json or hints.log_groups, or its region: ${groups.join(', ')}`;
    case 'throttled':
      return 'collect again when fewer Logs Insights queries run (100 at once per account and region, dashboards included)';
    case 'invalid_request':
      return 'report this: CloudWatch Logs refused a query of the cloudwatch-logs collector as invalid';
    default:
      return 'collect again with POST /v1/incidents/{id}/runs; when it stays, see the AWS Health Dashboard for CloudWatch Logs';
  }
};

/** StartQuery is the only action of the four that is granted on log groups. */
const grantOf = (action: string, groups: readonly string[]): string =>
  action === 'StartQuery' ? groups.map((group) => `arn:aws:logs:*:*:log-group:${group}:*`).join(', ') : '*';
