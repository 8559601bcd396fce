/**
 * Settings of every AWS client: three tries with the SDK's own jittered backoff, 3 s to connect and 15 s for an answer, so that the
 * worst case of one call stays inside a function's timeout.
 */
export const clientSettings = {
  maxAttempts: 3,
  retryMode: 'standard',
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 15_000, throwOnRequestTimeout: true },
} as const;
