import type { CallContext } from '@opsrunbook/actions';

/** A step may go on; counts what it was asked for. */
export interface CountedCall extends CallContext {
  readonly asked: () => number;
}

/** The bounds of a step; after `allowed` requests it is stopped, like by the kill switch. */
export const countedCall = (options: { readonly allowed?: number; readonly timeoutMs?: number } = {}): CountedCall => {
  const { allowed = Number.POSITIVE_INFINITY, timeoutMs = 2_000 } = options;
  let asked = 0;
  return {
    signal: new AbortController().signal,
    timeoutMs,
    asked: () => asked,
    proceed: async () => {
      if (asked >= allowed) throw Object.assign(new Error('stopped'), { name: 'StepStopped' });
      asked += 1;
    },
  };
};
