import type { CallStatsV1, MetricSeriesV1 } from '@opsrunbook/contracts';
import { entityOfSeries } from '../entity-name.ts';
import type { Investigation } from '../evidence-bundle.ts';
import type { Citation } from '../statement.ts';
import { latencyUnitMs, type MetricKind, metricKind } from '../statistics/metric-kind.ts';

/** The two symptoms that travel from callee to caller. */
export const SYMPTOMS = ['latency', 'failure'] as const;
export type Symptom = (typeof SYMPTOMS)[number];

/** Values by the start of their period, epoch milliseconds. Failure is a share of requests, 0 to 1; latency in milliseconds. */
export interface EntitySignal {
  readonly entity: string;
  readonly values: ReadonlyMap<number, number>;
  /** Requests by period; undefined when nothing counts them. */
  readonly requests: ReadonlyMap<number, number> | undefined;
  /** True when the window is one point: its course is unknown, its sum is whole. */
  readonly isSummed: boolean;
  readonly citations: readonly [Citation, ...Citation[]];
}

/** Of several statistics of one measure the mean adds up over requests; percentiles stand in for it in this order. */
const STATISTICS = ['Average', 'p50', 'p90', 'p95', 'p99', 'Sum', 'SampleCount', 'Maximum', 'Minimum'];

interface Indexed {
  readonly series: MetricSeriesV1;
  readonly index: number;
  readonly kind: MetricKind;
}

/** What metrics and service graph tell of one symptom, entity by entity, ordered by name. */
export const entitySignals = (investigation: Investigation, symptom: Symptom): readonly EntitySignal[] => {
  const found = new Map(fromGraph(investigation, symptom).map((signal) => [signal.entity, signal]));
  for (const signal of fromMetrics(investigation, symptom)) found.set(signal.entity, signal);
  return [...found.values()].sort((a, b) => (a.entity < b.entity ? -1 : 1));
};

const fromMetrics = ({ source }: Investigation, symptom: Symptom): readonly EntitySignal[] => {
  const metrics = source('cloudwatch-metrics');
  if (metrics === undefined) return [];
  const all = metrics.evidence.data.series.map(
    (series, index): Indexed => ({ series, index, kind: metricKind(series.metric) }),
  );
  return [...Map.groupBy(all, ({ series }) => entityOfSeries(series)).entries()].flatMap(([entity, own]) => {
    const measure = best(
      own.filter(({ series }) => symptom !== 'latency' || series.statistic !== 'SampleCount'),
      symptom === 'latency' ? ['latency'] : ['failure', 'availability'],
    );
    if (measure === undefined) return [];
    const volume = best(own, ['volume']) ?? own.find(({ series }) => series.statistic === 'SampleCount');
    const requests = volume === undefined ? undefined : pointsOf(volume.series);
    const values = symptom === 'latency' ? latencies(measure.series) : failureShares(measure, requests);
    const pointer = `/data/series/${measure.index}`;
    return [{ entity, values, requests, isSummed: false, citations: [{ source: metrics, pointer }] }];
  });
};

/** Rates before counts, then the statistic that adds up best; equal ones by name, so that order never decides. */
const best = (own: readonly Indexed[], kinds: readonly MetricKind[]): Indexed | undefined =>
  own
    .filter(({ kind }) => kinds.includes(kind))
    .toSorted((a, b) => rankOf(a.series) - rankOf(b.series) || (a.series.metric < b.series.metric ? -1 : 1))[0];

const rankOf = ({ statistic, metric }: MetricSeriesV1): number => {
  const place = STATISTICS.indexOf(statistic);
  return (place < 0 ? STATISTICS.length : place) + (/4xx|client/i.test(metric) ? 20 : 0);
};

const pointsOf = ({ times_ms, values }: MetricSeriesV1): ReadonlyMap<number, number> =>
  new Map(times_ms.map((at, index) => [at, values[index] ?? 0]));

const latencies = (series: MetricSeriesV1): ReadonlyMap<number, number> => {
  const unitMs = latencyUnitMs(series.metric);
  return new Map([...pointsOf(series)].map(([at, value]) => [at, value * unitMs]));
};

/** Percentages and availability become the share of requests that failed; counts are divided by requests when those are known. */
const failureShares = (
  { series, kind }: Indexed,
  requests: ReadonlyMap<number, number> | undefined,
): ReadonlyMap<number, number> => {
  const isCount = series.statistic === 'Sum' || series.statistic === 'SampleCount';
  const top = Math.max(0, ...series.values);
  const full = top > 1 || /rate|percent/i.test(series.metric) ? 100 : 1;
  const share = (at: number, value: number): number => {
    if (kind === 'availability') return 1 - value / full;
    if (!isCount) return value / full;
    return value / Math.max(1, requests?.get(at) ?? 100);
  };
  return new Map([...pointsOf(series)].map(([at, value]) => [at, share(at, value)]));
};

/** Each period of the graph is one point, at the period's start. */
const fromGraph = ({ source, window, baseline }: Investigation, symptom: Symptom): readonly EntitySignal[] => {
  const graph = source('service-graph');
  if (graph === undefined) return [];
  const measureOf = (stats: CallStatsV1): number =>
    (symptom === 'latency' ? stats.total_response_ms : stats.faults + stats.throttles) / Math.max(1, stats.requests);
  return graph.evidence.data.nodes.flatMap((node, index) => {
    const periods = [
      ...(node.baseline ? [{ at: baseline.startMs, stats: node.baseline }] : []),
      ...(node.window ? [{ at: window.startMs, stats: node.window }] : []),
    ];
    if (periods.length === 0) return [];
    return [
      {
        entity: node.id,
        values: new Map(periods.map(({ at, stats }) => [at, measureOf(stats)])),
        requests: new Map(periods.map(({ at, stats }) => [at, stats.requests])),
        isSummed: true,
        citations: [{ source: graph, pointer: `/data/nodes/${index}` }],
      },
    ];
  });
};
