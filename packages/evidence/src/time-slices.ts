import type { WindowMs } from './time-window.ts';

/** A range cut into consecutive parts of at most `maxMs`, for sources that answer for a limited time at once; oldest first. */
export const timeSlices = ({ startMs, endMs }: WindowMs, maxMs: number): readonly WindowMs[] => {
  const slices: WindowMs[] = [];
  for (let fromMs = startMs; fromMs < endMs; fromMs += maxMs) {
    slices.push({ startMs: fromMs, endMs: Math.min(fromMs + maxMs, endMs) });
  }
  return slices;
};

/** Whether a moment lies in the range. */
export const isWithin = ({ startMs, endMs }: WindowMs, ms: number): boolean => ms >= startMs && ms < endMs;
