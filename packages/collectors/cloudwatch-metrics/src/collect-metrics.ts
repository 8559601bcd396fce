import type { ReasonV1 } from '@opsrunbook/contracts';
import type { Clock } from '@opsrunbook/core';
import {
  type BudgetMeter,
  type Collected,
  type Collector,
  type CollectorDescription,
  type Health,
  healthOf,
} from '@opsrunbook/evidence';
import { PERMISSION, reasonOf } from './ask-cloudwatch.ts';
import type { MetricData } from './metric-data.ts';
import { metricReasons, NOTHING_TO_READ } from './metric-reasons.ts';
import { labelOf, OpenSeries } from './open-series.ts';
import { readSeries } from './read-series.ts';
import { requestRange } from './request-range.ts';
import { compare, metricKey, type WantedMetric, wantedMetrics } from './wanted-metrics.ts';

const NAME = 'cloudwatch-metrics';
type Name = typeof NAME;

const DESCRIPTION: CollectorDescription<Name> = {
  name: NAME,
  reads: 'hinted metrics, and the metrics that tell most about each resource, over the window and its baseline',
  permissions: [
    {
      action: PERMISSION,
      resource: '*',
      why: 'reads datapoints; CloudWatch has no resources to restrict this action to',
    },
  ],
};

export interface MetricsCollectorDeps {
  readonly client: MetricData;
  readonly clock: Clock;
}

/** Collects `cloudwatch-metrics` evidence: one range per metric over baseline and window, within CloudWatch's limits and the budget. */
export const createMetricsCollector = ({ client, clock }: MetricsCollectorDeps): Collector<Name> => ({
  describe: () => DESCRIPTION,
  healthCheck: () => checkHealth(client, clock),
  collect: async (windows, scope, budget) => {
    const { wanted, unsupported } = wantedMetrics(scope);
    if (wanted.length === 0) return nothing(unsupported);
    const series = affordable(wanted, budget).map((metric) => new OpenSeries(metric));
    const range = requestRange(windows, clock.now().getTime(), {
      series: series.length,
      maxPoints: budget.left('points'),
    });
    const refused = await readSeries({ client, clock, budget }, series, range);
    const answered = series.filter(({ status, empty }) => status === 'Complete' || status === 'PartialData' || !empty);
    return {
      data: {
        series: answered
          .filter(({ empty }) => !empty)
          .sort(inOrder)
          .map((one) => one.close(range.periodSeconds)),
      },
      reasons: [...unsupported, ...refused, ...metricReasons(series)],
      asked: wanted.length + unsupported.length,
      answered: answered.length,
    };
  },
});

const nothing = (unsupported: readonly ReasonV1[]): Collected<Name> => ({
  data: { series: [] },
  reasons: unsupported.length > 0 ? unsupported : [NOTHING_TO_READ],
  asked: unsupported.length,
  answered: 0,
});

const inOrder = (a: OpenSeries, b: OpenSeries): number => compare(metricKey(a.metric), metricKey(b.metric));

/** The first metrics the series budget allows; the others are not asked for, so they cost nothing. */
const affordable = (wanted: readonly WantedMetric[], budget: BudgetMeter): readonly WantedMetric[] =>
  wanted.filter((metric) => {
    const envelope = labelOf(metric).length;
    return budget.take({ series: 1, bytes: envelope }, NAME);
  });

/** Asks for one metric of the last five minutes: cheap, and any account has it. */
const checkHealth = (client: MetricData, clock: Clock): Promise<Health> => {
  const endMs = clock.now().getTime();
  const metric = { Namespace: 'AWS/Lambda', MetricName: 'Invocations' };
  const input = {
    MetricDataQueries: [{ Id: 'health', MetricStat: { Metric: metric, Period: 60, Stat: 'Sum' } }],
    StartTime: new Date(endMs - 300_000),
    EndTime: new Date(endMs),
  };
  return healthOf({ ask: () => client.getMetricData(input), reasonFor: reasonOf });
};
