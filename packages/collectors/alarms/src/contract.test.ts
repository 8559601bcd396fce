import { awsError, collectorContract, FakeAlarms, scopeOf } from '@opsrunbook/testing';
import { createAlarmsCollector } from './collect-alarms.ts';
import { BUDGET, changed, errorsOf, SCOPE, WINDOWS } from './test-setup.ts';

const iso = ({ startMs, endMs }: { readonly startMs: number; readonly endMs: number }) => ({
  start: new Date(startMs).toISOString(),
  end: new Date(endMs).toISOString(),
});

collectorContract('alarms', (source, clock) => {
  const client = new FakeAlarms({
    metricAlarms: [errorsOf('pay'), errorsOf('ship')],
    history: [changed('pay errors', 1, 'OK', 'ALARM'), changed('ship errors', 1, 'OK', 'ALARM')],
    shuffled: source === 'shuffled',
    onCall: () => {
      if (source === 'denied') throw awsError('AccessDenied');
      if (source === 'throttled') throw awsError('Throttling');
    },
  });
  return {
    collector: createAlarmsCollector({ client, clock }),
    scope: scopeOf(SCOPE),
    window: iso(WINDOWS.window),
    baseline: iso(WINDOWS.baseline),
    budget: BUDGET,
    budgetOfOne: { rows: 1 },
    leftRunning: () => 0,
  };
});
