import type { BudgetV1, MetricRefV1, ScopeV1 } from '@opsrunbook/contracts';
import { createBudgetMeter, type RunWindows } from '@opsrunbook/evidence';
import { FakeClock, FakeCloudWatch, type FakeCloudWatchProps, type FakeMetric, scopeOf } from '@opsrunbook/testing';
import { createMetricsCollector } from './collect-metrics.ts';

export const MINUTE_MS = 60_000;
export const START_MS = Date.parse('2026-03-03T12:00:00Z');
export const WINDOWS: RunWindows = {
  window: { startMs: START_MS, endMs: START_MS + 30 * MINUTE_MS },
  baseline: { startMs: START_MS - 30 * MINUTE_MS, endMs: START_MS },
};
export const BUDGET: BudgetV1 = { seconds: 45, bytes: 1_000_000, series: 500, points: 100_000 };

/** A hinted metric of the demo namespace. */
export const hint = (name: string, more: Partial<MetricRefV1> = {}): MetricRefV1 => ({
  namespace: 'Demo',
  name,
  dimensions: { Node: 'a' },
  statistic: 'Average',
  ...more,
});

/** What CloudWatch holds of that metric: one point a minute over baseline and window, valued 0, 1, 2… */
export const held = (name: string, more: Partial<FakeMetric> = {}): FakeMetric => ({
  namespace: 'Demo',
  metric: name,
  dimensions: { Node: 'a' },
  statistic: 'Average',
  points: Array.from({ length: 60 }, (_, minute) => [WINDOWS.baseline.startMs + minute * MINUTE_MS, minute] as const),
  ...more,
});

/** Runs the collector once against a fake CloudWatch on a clock that only sleeping and calls of `msPerCall` move. */
export const collecting = async (
  scope: Partial<ScopeV1>,
  source: Partial<FakeCloudWatchProps> = {},
  { msPerCall = 0, ...budget }: Partial<BudgetV1> & { readonly msPerCall?: number } = {},
) => {
  const clock = new FakeClock(WINDOWS.window.endMs);
  const onCall = (call: number) => {
    clock.advance(msPerCall);
    source.onCall?.(call);
  };
  const cloudWatch = new FakeCloudWatch({ nowMs: WINDOWS.window.endMs, ...source, onCall });
  const limits = { ...BUDGET, ...budget };
  const meter = createBudgetMeter(limits, clock.remainingOf(limits.seconds * 1000));
  const collected = await createMetricsCollector({ client: cloudWatch, clock }).collect(WINDOWS, scopeOf(scope), meter);
  return { ...collected, meter, cloudWatch, slept: clock.slept };
};
