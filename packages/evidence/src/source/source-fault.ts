import type { ReasonCode } from '@opsrunbook/contracts';

/** The reasons a failed call to a source can lead to. */
export const FAULT_CODES = [
  'throttled',
  'access_denied',
  'not_found',
  'unsupported',
  'timeout',
  'invalid_request',
  'collector_failed',
] as const satisfies readonly ReasonCode[];
export type FaultCode = (typeof FAULT_CODES)[number];

/** What a source did instead of answering: the reason it leads to, and the source's own words for it. */
export interface SourceFault {
  readonly code: FaultCode;
  readonly name: string;
  readonly message: string;
  /** never: the same call fails again; briefly: a few tries; patiently: for as long as there is time. */
  readonly retry: 'never' | 'briefly' | 'patiently';
}

/**
 * The providers' names of their errors. One table serves every AWS API: names differ between services, meanings of one name do
 * not. LimitExceeded: 100 Logs Insights queries of the account run already; others end.
 */
const NAMES: readonly (readonly [FaultCode, SourceFault['retry'], RegExp])[] = [
  [
    'throttled',
    'patiently',
    /^(Throttl(ing|ed)(Exception)?|TooManyRequests(Exception)?|TooManyUpdates|RequestLimitExceeded|LimitExceeded(Fault|Exception)|SlowDown|KmsThrottlingException)$/,
  ],
  [
    'access_denied',
    'never',
    /^(AccessDenied(Exception)?|KmsAccessDeniedException|UnauthorizedOperation|NotAuthorized|UnrecognizedClientException|InvalidClientTokenId|ExpiredToken(Exception)?|InvalidSignatureException|SignatureDoesNotMatch|IncompleteSignature|CredentialsProviderError)$/,
  ],
  ['not_found', 'never', /^(Resource|StateMachine|Execution|Parameter)(NotFound|DoesNotExist)(Exception)?$/],
  ['unsupported', 'never', /^(StateMachineTypeNotSupported|UnsupportedOperationException)$/],
  // Our own abort when the time is up.
  ['timeout', 'never', /^AbortError$/],
  ['timeout', 'briefly', /^(TimeoutError|RequestTimeout(Exception)?)$/],
  [
    'invalid_request',
    'never',
    /^(Validation(Error|Exception)|Invalid(Request|ParameterValue|ParameterCombination|Parameter|NextToken|Token|Arn|TimeRange|LookupAttributes|MaxResults|FilterKey|FilterValue)(Exception)?|MissingRequiredParameter(Exception)?|MissingParameter|MalformedQueryException)$/,
  ],
  ['collector_failed', 'briefly', /^(InternalFailure|ServiceUnavailable(Exception)?|InternalServerError)$/],
  ['collector_failed', 'briefly', /^(ECONNRESET|ECONNREFUSED|ETIMEDOUT|EPIPE|EAI_AGAIN|ENOTFOUND)$/],
];

/**
 * Names what went wrong at the source. Undefined for what is not the source's doing: a bug of ours, which must not pass as
 * missing telemetry.
 */
export const sourceFault = (error: unknown): SourceFault | undefined => {
  if (!(error instanceof Error)) return undefined;
  const name = nameOf(error);
  const { message } = error;
  const known = NAMES.find(([, , names]) => names.test(name));
  if (known !== undefined) return { code: known[0], retry: known[1], name, message };
  // Every error that came through the SDK's request pipeline carries $metadata, network errors included.
  if (!('$metadata' in error)) return undefined;
  const isTheirs = !('$fault' in error) || error.$fault === 'server';
  return { code: 'collector_failed', retry: isTheirs ? 'briefly' : 'never', name, message };
};

/** The SDK's errors have names; a connection that failed has none but the system's code. */
const nameOf = (error: Error): string =>
  error.name === 'Error' && 'code' in error && typeof error.code === 'string' ? error.code : error.name;
