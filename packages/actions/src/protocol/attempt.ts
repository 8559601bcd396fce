/** One invocation that works on actions: who it is, when it is, and until when at the latest it may still act. */
export interface Attempt {
  readonly owner: string;
  readonly nowMs: number;
  /** The invocation's own deadline and 5 s: after that it is gone for certain. */
  readonly leaseUntilMs: number;
}

/** Added to an invocation's own deadline before somebody else may take over its claims. */
export const LEASE_MARGIN_MS = 5_000;

/**
 * After an unclear attempt nobody looks or tries again for this long: the call may take 10 s, the provider may do it up to 20 s
 * later, and its search lags behind (facts.md section 13).
 */
export const SETTLE_MS = 120_000;

/** Longest one request to a destination may take. */
export const CALL_TIMEOUT_MS = 10_000;

/** Kept back after a request for writing its result into the ledger. */
export const RECORD_RESERVE_MS = 3_000;
