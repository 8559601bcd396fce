import {
  awsError,
  collectorContract,
  FakeLogsInsights,
  LOG_EVENTS,
  LOG_GROUPS,
  LOGS_BUDGET,
  scopeOf,
} from '@opsrunbook/testing';
import { createLogsCollector } from './collector.ts';

collectorContract('cloudwatch-logs', (source, clock) => {
  const fault = { denied: 'AccessDeniedException', throttled: 'LimitExceededException' };
  const fake = new FakeLogsInsights({
    events: LOG_EVENTS,
    shuffled: source === 'shuffled',
    onCall: () => {
      if (source === 'denied' || source === 'throttled') throw awsError(fault[source]);
    },
  });
  return {
    collector: createLogsCollector({ client: fake, clock }),
    scope: scopeOf({ log_groups: LOG_GROUPS }),
    window: { start: '2026-03-03T12:00:00.000Z', end: '2026-03-03T12:10:00.000Z' },
    baseline: { start: '2026-03-03T11:30:00.000Z', end: '2026-03-03T12:00:00.000Z' },
    budget: LOGS_BUDGET,
    budgetOfOne: { rows: 1 },
    leftRunning: () => fake.running.length,
  };
});
