import type { EvidenceDataOf } from '@opsrunbook/contracts';
import type { EvidenceParts, RecordedCase } from '../case-source.ts';
import { seededRandom } from '../seeded-random.ts';
import { callStats, logRows, metricSeries, type Observed } from './observe.ts';
import { simulateMinute } from './simulate-traffic.ts';
import { type Scenario, SERVICES } from './world.ts';

const MINUTE_MS = 60_000;
const START_MS = Date.parse('2026-03-03T12:00:00.000Z');
const BASELINE_MINUTES = 60;
const WINDOW_MINUTES = 30;
const ONSET_MINUTE = 8;

/** Runs the simulation of one scenario and records what the collectors would have read. */
export const recordScenario = (scenario: Scenario, seed: string): RecordedCase => {
  const uniform = seededRandom(`${seed} ${scenario.name}`);
  const observed = Array.from({ length: BASELINE_MINUTES + WINDOW_MINUTES }, (_, index): Observed => {
    const minute = index - BASELINE_MINUTES;
    const isDisturbed = minute >= ONSET_MINUTE && scenario.cause !== null;
    const period = minute < 0 ? 'baseline' : 'window';
    return {
      atMs: START_MS + minute * MINUTE_MS,
      period,
      isDisturbed,
      minutes: simulateMinute(scenario, isDisturbed, uniform),
    };
  });
  const rows = logRows(scenario, observed, uniform);
  const parts: EvidenceParts = {
    'cloudwatch-logs': { bin_seconds: 60, groups: [...new Set(rows.map(({ group }) => group))].sort(), bins: [], rows },
    'cloudwatch-metrics': { series: metricSeries(observed) },
    'service-graph': graphOf(observed),
    alarms: alarmsOf(observed),
    changes: changesOf(scenario),
    'step-functions': executionsOf(scenario),
  };
  return {
    window: { startMs: START_MS, endMs: START_MS + WINDOW_MINUTES * MINUTE_MS },
    baseline: { startMs: START_MS - BASELINE_MINUTES * MINUTE_MS, endMs: START_MS },
    service: 'storefront',
    title: 'storefront degraded',
    denied: scenario.denied ?? [],
    parts,
  };
};

const graphOf = (observed: readonly Observed[]): EvidenceDataOf<'service-graph'> => ({
  nodes: SERVICES.map(({ name, kind }) => ({
    id: name,
    name,
    type: kind,
    window: callStats(observed, name, 'window'),
    baseline: callStats(observed, name, 'baseline'),
  })).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  edges: SERVICES.flatMap(({ name, calls }) =>
    Object.keys(calls).map((callee) => ({ caller: name, callee, window: null, baseline: null })),
  ).toSorted((a, b) => (`${a.caller}\n${a.callee}` < `${b.caller}\n${b.callee}` ? -1 : 1)),
  may_be_incomplete: false,
});

/** The storefront's two alarms, by fixed thresholds as people set them. */
const alarmsOf = (observed: readonly Observed[]): EvidenceDataOf<'alarms'> => {
  const firstOver = (of: (one: Observed) => number, limit: number) =>
    observed.find((one) => one.period === 'window' && of(one) > limit);
  const front = (one: Observed) => one.minutes.get('storefront');
  const alarms = [
    {
      metric: '5XXError',
      fired: firstOver((one) => (front(one)?.ownFailures ?? 0) + (front(one)?.passedFailures ?? 0), 8),
    },
    { metric: 'Latency', fired: firstOver((one) => front(one)?.latencyMs ?? 0, 240) },
  ];
  return {
    alarms: alarms.flatMap(({ metric, fired }) =>
      fired === undefined
        ? []
        : [
            {
              name: `storefront-${metric}`,
              kind: 'metric' as const,
              namespace: 'AWS/ApiGateway',
              metric,
              dimensions: { ApiName: 'storefront' },
              transitions: [
                {
                  at_ms: fired.atMs + MINUTE_MS,
                  from: 'OK' as const,
                  to: 'ALARM' as const,
                  reason: 'Threshold Crossed',
                },
              ],
            },
          ],
    ),
  };
};

const changesOf = ({ changed }: Scenario): EvidenceDataOf<'changes'> => ({
  changes:
    changed === undefined
      ? []
      : [
          {
            at_ms: START_MS + (ONSET_MINUTE - changed.minutesBefore) * MINUTE_MS,
            source: 'cloudtrail',
            action: changed.action,
            resource: changed.service,
            actor: 'deployer',
            detail: null,
            error: null,
          },
        ],
});

const executionsOf = ({ failedState }: Scenario): EvidenceDataOf<'step-functions'> => {
  const arn = 'arn:aws:states:eu-west-1:123456789012';
  if (failedState === undefined) return { counts: [], executions: [] };
  const executions = [12, 9].map((minute) => ({
    execution_arn: `${arn}:execution:fulfil:order-${minute}`,
    state_machine_arn: `${arn}:stateMachine:fulfil`,
    status: 'FAILED' as const,
    started_ms: START_MS + minute * MINUTE_MS,
    stopped_ms: START_MS + minute * MINUTE_MS + 4000,
    redrive_count: 0,
    failing_state: 'Ship',
    failing_resource: 'arn:aws:lambda:eu-west-1:123456789012:function:shipper',
    failed_ms: START_MS + minute * MINUTE_MS + 3500,
    error: failedState.error,
    cause: failedState.cause,
    retries: 2,
    earlier_errors: [],
    input_shape: { order: 'string' },
    history_complete: true,
  }));
  const counts = [
    { state_machine_arn: `${arn}:stateMachine:fulfil`, status: 'FAILED' as const, window: 2, baseline: 0 },
  ];
  return { counts, executions };
};
