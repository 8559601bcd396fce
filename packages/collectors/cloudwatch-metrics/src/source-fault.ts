import type { ReasonCode } from '@opsrunbook/contracts';

/** What the source did, as the reason it leads to, and the source's own words for it. */
export interface SourceFault {
  readonly code: Extract<
    ReasonCode,
    'access_denied' | 'throttled' | 'timeout' | 'invalid_request' | 'collector_failed'
  >;
  readonly name: string;
  readonly message: string;
  /** Whether the same call may succeed a moment later. */
  readonly passing: boolean;
}

const THROTTLED =
  /^(Throttling(Exception)?|TooManyRequests(Exception)?|RequestLimitExceeded|LimitExceeded(Fault|Exception)|SlowDown)$/;
const DENIED =
  /^(AccessDenied(Exception)?|UnauthorizedOperation|NotAuthorized|UnrecognizedClientException|InvalidClientTokenId|ExpiredToken(Exception)?|InvalidSignatureException|SignatureDoesNotMatch|IncompleteSignature|CredentialsProviderError)$/;
const TIMED_OUT = /^(AbortError|TimeoutError|RequestTimeout(Exception)?)$/;
const INVALID =
  /^(Validation(Error|Exception)|InvalidParameter(Value|Combination)(Exception)?|MissingRequiredParameter(Exception)?|MissingParameter)$/;

/**
 * Names what went wrong at the source. Undefined for what is not the source's doing: a bug of ours, which must not pass as
 * missing telemetry.
 */
export const sourceFault = (error: unknown): SourceFault | undefined => {
  if (!(error instanceof Error)) return undefined;
  const { name, message } = error;
  const fault = (code: SourceFault['code'], passing = false): SourceFault => ({ code, name, message, passing });
  if (THROTTLED.test(name)) return fault('throttled', true);
  if (DENIED.test(name)) return fault('access_denied');
  if (TIMED_OUT.test(name)) return fault('timeout');
  if (INVALID.test(name)) return fault('invalid_request');
  // Every error that came through the SDK's request pipeline carries $metadata, network errors included.
  if (!('$metadata' in error)) return undefined;
  return fault('collector_failed', !('$fault' in error) || error.$fault === 'server');
};
