/** One entry of a state's `Retry` array, as the Amazon States Language spells it. */
export interface RetryPolicy {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy: 'FULL' | 'NONE';
}

/**
 * The Lambda service itself failed or asked for fewer calls; the function may not have run at all.
 * 1 + 2 + 4 + 8 + 16 s of waiting at most, shortened by full jitter: an incident is not the time to wait longer.
 */
export const LAMBDA_SERVICE_RETRY: RetryPolicy = {
  ErrorEquals: [
    'Lambda.TooManyRequestsException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.ClientExecutionTimeoutException',
  ],
  IntervalSeconds: 1,
  MaxAttempts: 5,
  BackoffRate: 2,
  JitterStrategy: 'FULL',
};

/**
 * Storage or event bus answered with a passing fault; the function's writes are idempotent. 2 + 4 + 8 s at most. The names are
 * those of our retryable errors; what collectors meet at their sources never gets here, it is evidence with a reason.
 */
export const TRANSIENT_FAULT_RETRY: RetryPolicy = {
  ErrorEquals: ['Throttled', 'Dependency'],
  IntervalSeconds: 2,
  MaxAttempts: 3,
  BackoffRate: 2,
  JitterStrategy: 'FULL',
};

/** The seal loses a whole run when it gives up, so it also retries what it cannot name: 2 + 4 + 8 + 16 + 32 s at most. */
export const SEAL_RETRY: RetryPolicy = {
  ErrorEquals: ['States.ALL'],
  IntervalSeconds: 2,
  MaxAttempts: 5,
  BackoffRate: 2,
  MaxDelaySeconds: 32,
  JitterStrategy: 'FULL',
};
