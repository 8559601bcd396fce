import { awsError, collectorContract, FakeChangeRecords, scopeOf } from '@opsrunbook/testing';
import { createChangesCollector } from './collect-changes.ts';
import { BUDGET, called, parameter, SCOPE, version, WINDOWS } from './test-setup.ts';

const iso = ({ startMs, endMs }: { readonly startMs: number; readonly endMs: number }) => ({
  start: new Date(startMs).toISOString(),
  end: new Date(endMs).toISOString(),
});

collectorContract('changes', (source, clock) => {
  const client = new FakeChangeRecords({
    clock,
    events: [
      called('UpdateFunctionCode', -2),
      called('UpdateAlias', -2),
      called('GetFunction', -1, { readOnly: true }),
    ],
    functions: { pay: [version('$LATEST', -2), version('7', -2)] },
    parameters: [parameter('/shop/rate', 1, -40), parameter('/shop/rate', 2, -3)],
    shuffled: source === 'shuffled',
    onCall: () => {
      if (source === 'denied') throw awsError('AccessDeniedException');
      if (source === 'throttled') throw awsError('ThrottlingException');
    },
  });
  return {
    collector: createChangesCollector({ client, clock }),
    scope: scopeOf(SCOPE),
    window: iso(WINDOWS.window),
    baseline: iso(WINDOWS.baseline),
    budget: BUDGET,
    budgetOfOne: { rows: 1 },
    leftRunning: () => 0,
  };
});
