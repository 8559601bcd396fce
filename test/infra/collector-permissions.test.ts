import { describe, expect, it } from '@jest/globals';
import { createAlarmsCollector } from '@opsrunbook/collector-alarms';
import { createChangesCollector } from '@opsrunbook/collector-changes';
import { createLogsCollector } from '@opsrunbook/collector-cloudwatch-logs';
import { createMetricsCollector } from '@opsrunbook/collector-cloudwatch-metrics';
import { createServiceGraphCollector } from '@opsrunbook/collector-service-graph';
import { createStepFunctionsCollector } from '@opsrunbook/collector-step-functions';
import { createTracesCollector } from '@opsrunbook/collector-traces';
import { enabledCollectors } from '@opsrunbook/contracts';
import { grantsOf } from './grants.ts';
import { DEPLOYED_COLLECTORS, templateOf } from './synthesize.ts';

const refuse = (): never => {
  throw new Error('describe() calls nothing');
};
const clock = { now: refuse, sleep: refuse };

/** The collectors as their functions build them, around clients that must not be called. */
const COLLECTORS = [
  createLogsCollector({
    client: { startQuery: refuse, getQueryResults: refuse, stopQuery: refuse, describeLogGroups: refuse },
    clock,
  }),
  createMetricsCollector({ client: { getMetricData: refuse }, clock }),
  createStepFunctionsCollector({
    client: { listExecutions: refuse, describeExecution: refuse, getExecutionHistory: refuse },
    clock,
  }),
  createServiceGraphCollector({ client: { getServiceGraph: refuse }, clock }),
  createTracesCollector({ client: { getTraceSummaries: refuse, batchGetTraces: refuse }, clock }),
  createAlarmsCollector({ client: { describeAlarms: refuse, describeAlarmHistory: refuse }, clock }),
  createChangesCollector({
    client: {
      lookupEvents: refuse,
      describeStackEvents: refuse,
      listVersionsByFunction: refuse,
      getAlias: refuse,
      describeParameters: refuse,
      getParameterHistory: refuse,
    },
    clock,
  }),
];

/** What every function of a collector may do besides: its log, its traces, its own evidence, the redaction key. */
const SHARED =
  /^(s3:(GetObject|PutObject|ListBucket)|logs:(CreateLogStream|PutLogEvents)|xray:Put\w+|ssm:GetParameter)$/;

describe('the role of a collector', () => {
  it.each(COLLECTORS.map((collector) => collector.describe()))(
    'may do what $name says it calls, no more',
    (collector) => {
      const granted = grantsOf(templateOf('prod'))
        .filter(({ role, action }) => role === `Collectors/${collector.name}` && !SHARED.test(action))
        .map(({ action }) => action);
      expect(granted.sort()).toEqual(collector.permissions.map(({ action }) => action).sort());
    },
  );

  it('is checked here for every collector that is on', () => {
    const checked: readonly string[] = COLLECTORS.map((collector) => collector.describe().name);
    expect(enabledCollectors(DEPLOYED_COLLECTORS).filter((name) => !checked.includes(name))).toEqual([]);
  });
});
