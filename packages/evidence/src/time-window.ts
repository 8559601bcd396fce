import type { TimeWindowV1 } from '@opsrunbook/contracts';
import type { FieldProblem } from '@opsrunbook/core';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Limits of an incident's window: a day long at most, not older than Logs Insights and 1-minute metrics serve well. */
export const WINDOW_LIMITS = { maxLengthMs: DAY_MS, maxAgeMs: 30 * DAY_MS, maxSkewMs: 5 * MINUTE_MS } as const;

/** A baseline is as long as the window, but long enough to tell what is usual and short enough to stay cheap to scan. */
const BASELINE_LIMITS = { minMs: 30 * MINUTE_MS, maxMs: 6 * HOUR_MS } as const;

/** A window in epoch milliseconds; `startMs` inclusive, `endMs` exclusive. */
export interface WindowMs {
  readonly startMs: number;
  readonly endMs: number;
}

/** The window in epoch milliseconds. */
export const windowMs = ({ start, end }: TimeWindowV1): WindowMs => ({
  startMs: Date.parse(start),
  endMs: Date.parse(end),
});

/** The same window with both ends in UTC, so that equal windows are equal text. */
export const normalWindow = (window: TimeWindowV1): TimeWindowV1 => {
  const { startMs, endMs } = windowMs(window);
  return { start: new Date(startMs).toISOString(), end: new Date(endMs).toISOString() };
};

/** The time just before the window that tells what is usual. */
export const baselineFor = (window: TimeWindowV1): TimeWindowV1 => {
  const { startMs, endMs } = windowMs(window);
  const lengthMs = Math.min(Math.max(endMs - startMs, BASELINE_LIMITS.minMs), BASELINE_LIMITS.maxMs);
  return { start: new Date(startMs - lengthMs).toISOString(), end: new Date(startMs).toISOString() };
};

/** Every way in which a window cannot be investigated at `now`; empty when it can. */
export const windowProblems = (window: TimeWindowV1, now: Date): readonly FieldProblem[] => {
  const { startMs, endMs } = windowMs(window);
  const problems: FieldProblem[] = [];
  const wrong = (field: 'start' | 'end', detail: string) => problems.push({ pointer: `/time_window/${field}`, detail });
  if (startMs >= endMs) wrong('end', `expected a moment after start (${window.start}), got ${window.end}`);
  if (endMs - startMs > WINDOW_LIMITS.maxLengthMs)
    wrong('end', 'the window is longer than 24 h; narrow it to when the incident began');
  if (startMs < now.getTime() - WINDOW_LIMITS.maxAgeMs)
    wrong('start', 'the window begins more than 30 days ago; telemetry that old is not collected');
  if (endMs > now.getTime() + WINDOW_LIMITS.maxSkewMs)
    wrong('end', `the window ends in the future; the service's time is ${now.toISOString()}`);
  return problems;
};
