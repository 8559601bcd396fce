import type { MetricSeriesV1 } from '@opsrunbook/contracts';
import { sha256Hex } from '@opsrunbook/core';
import type { RecordedCase } from './case-source.ts';
import { seededNormal, seededRandom } from './seeded-random.ts';
import { metricKindOfSeries } from './variant-kinds.ts';

/** A case made harder, or told in other names; the same every time for the same case. */
export interface Variant {
  readonly name: string;
  apply(recorded: RecordedCase, seed: string): RecordedCase;
  /** The name the truth carries in this variant. */
  rename?(entity: string): string;
}

/** What a name becomes: nothing of it is left to read. */
export const opaque = (name: string): string => `n${sha256Hex(`opaque ${name}`).slice(0, 8)}`;

/** The first nodes an alarm names stay: what alarmed is known to exist. */
const alarmedEntities = ({ parts }: RecordedCase): ReadonlySet<string> =>
  new Set(parts.alarms?.alarms.flatMap(({ dimensions }) => Object.values(dimensions)) ?? []);

const mapSeries = (
  recorded: RecordedCase,
  map: (series: MetricSeriesV1) => readonly MetricSeriesV1[],
): RecordedCase => {
  const metrics = recorded.parts['cloudwatch-metrics'];
  if (metrics === undefined) return recorded;
  return { ...recorded, parts: { ...recorded.parts, 'cloudwatch-metrics': { series: metrics.series.flatMap(map) } } };
};

const filterEdges = (recorded: RecordedCase, keep: (caller: string, callee: string) => boolean): RecordedCase => {
  const graph = recorded.parts['service-graph'];
  if (graph === undefined) return recorded;
  const edges = graph.edges.filter(({ caller, callee }) => keep(caller, callee));
  return { ...recorded, parts: { ...recorded.parts, 'service-graph': { ...graph, edges } } };
};

const firstRows: Variant = {
  name: 'first-rows',
  apply: (recorded) => {
    const endMs = recorded.window.startMs + (recorded.window.endMs - recorded.window.startMs) / 2;
    const cut = mapSeries(recorded, (series) => {
      const count = series.times_ms.filter((at) => at < endMs).length;
      return count === 0
        ? []
        : [{ ...series, times_ms: series.times_ms.slice(0, count), values: series.values.slice(0, count) }];
    });
    return { ...cut, window: { ...recorded.window, endMs } };
  },
};

const missingNodes: Variant = {
  name: 'missing-nodes-30',
  apply: (recorded, seed) => {
    const kept = alarmedEntities(recorded);
    const isKept = (entity: string) => kept.has(entity) || seededRandom(`${seed} node ${entity}`)() >= 0.3;
    const fewer = mapSeries(recorded, (series) => (isKept(series.dimensions.Service ?? '') ? [series] : []));
    return filterEdges(fewer, (caller, callee) => isKept(caller) && isKept(callee));
  },
};

const noise: Variant = {
  name: 'noise-0.3',
  apply: (recorded, seed) =>
    mapSeries(recorded, (series) => {
      const uniform = seededRandom(
        `${seed} noise ${JSON.stringify(series.dimensions)} ${series.metric} ${series.statistic}`,
      );
      const values = series.values.map((value) => Math.max(0, value * (1 + 0.3 * seededNormal(uniform))));
      return [{ ...series, values }];
    }),
};

const missingEdges: Variant = {
  name: 'missing-edges-20',
  apply: (recorded, seed) =>
    filterEdges(recorded, (caller, callee) => seededRandom(`${seed} edge ${caller} ${callee}`)() >= 0.2),
};

const noRequestCounts: Variant = {
  name: 'no-request-counts',
  apply: (recorded) => mapSeries(recorded, (series) => (metricKindOfSeries(series) === 'volume' ? [] : [series])),
};

const noGraph: Variant = { name: 'no-graph', apply: (recorded) => filterEdges(recorded, () => false) };

const renamed: Variant = {
  name: 'renamed',
  rename: opaque,
  apply: (recorded) => {
    const {
      'cloudwatch-metrics': metrics,
      'service-graph': graph,
      alarms,
      traces,
      'cloudwatch-logs': logs,
    } = recorded.parts;
    const dimensions = (all: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(all).map(([key, value]) => [key, opaque(value)]));
    return {
      ...recorded,
      parts: {
        ...(metrics && {
          'cloudwatch-metrics': {
            series: metrics.series.map((one) => ({ ...one, namespace: 'X', dimensions: dimensions(one.dimensions) })),
          },
        }),
        ...(graph && {
          'service-graph': {
            ...graph,
            nodes: graph.nodes.map((one) => ({ ...one, id: opaque(one.id), name: opaque(one.name), type: null })),
            edges: graph.edges.map((one) => ({ ...one, caller: opaque(one.caller), callee: opaque(one.callee) })),
          },
        }),
        ...(alarms && {
          alarms: {
            alarms: alarms.alarms.map((one) => ({
              ...one,
              name: opaque(one.name),
              dimensions: dimensions(one.dimensions),
            })),
          },
        }),
        ...(traces && {
          traces: { segments: traces.segments.map((one) => ({ ...one, service: opaque(one.service) })) },
        }),
        ...(logs && {
          'cloudwatch-logs': {
            ...logs,
            groups: logs.groups.map(opaque),
            rows: logs.rows.map((one) => ({ ...one, group: opaque(one.group), stream: opaque(one.stream) })),
          },
        }),
      },
    };
  },
};

/** Every variant, the degraded ones as the issue names them. */
export const VARIANTS: readonly Variant[] = [
  renamed,
  firstRows,
  missingNodes,
  noise,
  missingEdges,
  noRequestCounts,
  noGraph,
];
