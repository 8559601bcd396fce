import type { ReasonCode } from '@opsrunbook/contracts';

/** What the source did, as the reason it leads to, and the source's own words for it. */
export interface SourceFault {
  readonly code: Extract<
    ReasonCode,
    'access_denied' | 'not_found' | 'throttled' | 'timeout' | 'invalid_request' | 'unsupported' | 'collector_failed'
  >;
  readonly name: string;
  readonly message: string;
  /** Whether the same call may succeed a moment later. */
  readonly passing: boolean;
}

const CODES: readonly (readonly [SourceFault['code'], RegExp])[] = [
  ['throttled', /^(Throttling(Exception)?|TooManyRequests(Exception)?|RequestLimitExceeded|KmsThrottlingException)$/],
  [
    'access_denied',
    /^(AccessDenied(Exception)?|KmsAccessDeniedException|UnrecognizedClientException|InvalidClientTokenId|ExpiredToken(Exception)?|InvalidSignatureException|SignatureDoesNotMatch|IncompleteSignature|CredentialsProviderError)$/,
  ],
  ['not_found', /^(StateMachineDoesNotExist|ExecutionDoesNotExist|ResourceNotFound)$/],
  ['unsupported', /^StateMachineTypeNotSupported$/],
  ['timeout', /^(AbortError|TimeoutError|RequestTimeout(Exception)?)$/],
  ['invalid_request', /^(InvalidArn|InvalidToken|ValidationException)$/],
];

/**
 * Names what went wrong at the source. Undefined for what is not the source's doing: a bug of ours, which must not pass as
 * missing telemetry.
 */
export const sourceFault = (error: unknown): SourceFault | undefined => {
  if (!(error instanceof Error)) return undefined;
  const { name, message } = error;
  const code = CODES.find(([, names]) => names.test(name))?.[0];
  if (code !== undefined) return { code, name, message, passing: code === 'throttled' };
  // Every error that came through the SDK's request pipeline carries $metadata, network errors included.
  if (!('$metadata' in error)) return undefined;
  return { code: 'collector_failed', name, message, passing: !('$fault' in error) || error.$fault === 'server' };
};
