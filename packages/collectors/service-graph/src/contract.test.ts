import { awsError, collectorContract, FakeServiceGraphs, scopeOf } from '@opsrunbook/testing';
import { createServiceGraphCollector } from './collect-service-graph.ts';
import { BUDGET, SCOPE, shop, WINDOWS } from './test-setup.ts';

const iso = ({ startMs, endMs }: { readonly startMs: number; readonly endMs: number }) => ({
  start: new Date(startMs).toISOString(),
  end: new Date(endMs).toISOString(),
});

collectorContract('service-graph', (source, clock) => {
  const client = new FakeServiceGraphs({
    services: shop,
    shuffled: source === 'shuffled',
    onCall: () => {
      if (source === 'denied') throw awsError('AccessDeniedException');
      if (source === 'throttled') throw awsError('ThrottledException');
    },
  });
  return {
    collector: createServiceGraphCollector({ client, clock }),
    scope: scopeOf(SCOPE),
    window: iso(WINDOWS.window),
    baseline: iso(WINDOWS.baseline),
    budget: BUDGET,
    budgetOfOne: { rows: 1 },
    leftRunning: () => 0,
  };
});
