import { sha256Hex } from '@opsrunbook/core';

/** Longest wait inside an invocation; whatever takes longer waits in the queue. */
export const MAX_WAIT_MS = 5_000;
/** Tries of one refused request in one invocation. */
export const MAX_TRIES = 3;

const BASE_MS = 200;

/**
 * How long to wait before try `tries + 1`: what the provider asked for, else full jitter between 200 ms and 5 s. The jitter derives
 * from the action, so that actions spread and a run repeats exactly.
 */
export const backoffMs = (aid: string, tries: number, retryAfterMs: number | undefined): number => {
  if (retryAfterMs !== undefined) return retryAfterMs;
  const ceiling = Math.min(MAX_WAIT_MS, BASE_MS * 4 ** tries);
  const fraction = Number.parseInt(sha256Hex(`${aid}${tries}`).slice(0, 8), 16) / 0x1_0000_0000;
  return Math.round(BASE_MS + fraction * (ceiling - BASE_MS));
};
