import { awsError, collectorContract, FakeTraces, scopeOf } from '@opsrunbook/testing';
import { createTracesCollector } from './collect-traces.ts';
import { BUDGET, SCOPE, trace, WINDOWS } from './test-setup.ts';

const iso = ({ startMs, endMs }: { readonly startMs: number; readonly endMs: number }) => ({
  start: new Date(startMs).toISOString(),
  end: new Date(endMs).toISOString(),
});

collectorContract('traces', (source, clock) => {
  const client = new FakeTraces({
    traces: [
      trace(-5),
      trace(-4),
      trace(1, { isFailed: true }),
      trace(1, { tail: 1, isFailed: true }),
      trace(2, { seconds: 9 }),
    ],
    shuffled: source === 'shuffled',
    onCall: () => {
      if (source === 'denied') throw awsError('AccessDeniedException');
      if (source === 'throttled') throw awsError('ThrottledException');
    },
  });
  return {
    collector: createTracesCollector({ client, clock }),
    scope: scopeOf(SCOPE),
    window: iso(WINDOWS.window),
    baseline: iso(WINDOWS.baseline),
    budget: BUDGET,
    budgetOfOne: { rows: 1 },
    leftRunning: () => 0,
  };
});
