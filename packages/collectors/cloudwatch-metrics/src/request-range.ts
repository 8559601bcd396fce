import type { RunWindows } from '@opsrunbook/evidence';

const DAY_MS = 86_400_000;

/** How long CloudWatch keeps datapoints of each period (GetMetricData, API reference); the finest first. */
const RETENTION = [
  { periodSeconds: 60, maxAgeMs: 15 * DAY_MS },
  { periodSeconds: 300, maxAgeMs: 63 * DAY_MS },
  { periodSeconds: 3600, maxAgeMs: Number.POSITIVE_INFINITY },
] as const;

/** GetMetricData: at most 500 queries and 100,800 datapoints a call. */
const CALL_LIMITS = { queries: 500, points: 100_800 } as const;

/** One range over baseline and window, so that a metric is charged once. `endMs` is exclusive. */
export interface RequestRange {
  readonly startMs: number;
  readonly endMs: number;
  readonly periodSeconds: number;
  readonly queriesPerCall: number;
}

/**
 * The finest period that CloudWatch still keeps for the whole range and whose points fit into `maxPoints` over `series`;
 * the coarsest when none fits. The start is rounded down to the period, as CloudWatch itself would round it.
 */
export const requestRange = (
  { window, baseline }: RunWindows,
  nowMs: number,
  { series, maxPoints }: { readonly series: number; readonly maxPoints: number },
): RequestRange => {
  const fromMs = Math.min(window.startMs, baseline.startMs);
  const endMs = Math.max(window.endMs, baseline.endMs);
  const kept = RETENTION.filter(({ maxAgeMs }) => nowMs - fromMs < maxAgeMs);
  const fitting = kept.find(({ periodSeconds }) => series * pointsOf(fromMs, endMs, periodSeconds) <= maxPoints);
  const periodSeconds = (fitting ?? RETENTION[2]).periodSeconds;
  const perSeries = pointsOf(fromMs, endMs, periodSeconds);
  return {
    startMs: alignedDown(fromMs, periodSeconds),
    endMs,
    periodSeconds,
    queriesPerCall: Math.max(1, Math.min(CALL_LIMITS.queries, Math.floor(CALL_LIMITS.points / perSeries))),
  };
};

const alignedDown = (ms: number, periodSeconds: number): number => ms - (ms % (periodSeconds * 1000));

const pointsOf = (fromMs: number, endMs: number, periodSeconds: number): number =>
  Math.ceil((endMs - alignedDown(fromMs, periodSeconds)) / (periodSeconds * 1000));
