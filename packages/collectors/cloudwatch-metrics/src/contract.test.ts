import { awsError, collectorContract, FakeCloudWatch, scopeOf } from '@opsrunbook/testing';
import { createMetricsCollector } from './collect-metrics.ts';
import { BUDGET, held, hint, WINDOWS } from './test-setup.ts';

const iso = ({ startMs, endMs }: { readonly startMs: number; readonly endMs: number }) => ({
  start: new Date(startMs).toISOString(),
  end: new Date(endMs).toISOString(),
});

const NAMES = ['Latency', 'Requests', 'Faults'];

collectorContract('cloudwatch-metrics', (source, clock) => {
  const client = new FakeCloudWatch({
    nowMs: clock.now().getTime(),
    metrics: NAMES.map((name) => held(name)),
    onCall: () => {
      if (source === 'denied') throw awsError('AccessDenied');
      if (source === 'throttled') throw awsError('Throttling');
    },
    shuffled: source === 'shuffled',
  });
  return {
    collector: createMetricsCollector({ client, clock }),
    scope: scopeOf({ metrics: NAMES.map((name) => hint(name)) }),
    window: iso(WINDOWS.window),
    baseline: iso(WINDOWS.baseline),
    budget: BUDGET,
    budgetOfOne: { series: 1 },
    leftRunning: () => 0,
  };
});
