import type { MetricRefV1, ReasonV1, ResourceRefV1, ScopeV1 } from '@opsrunbook/contracts';
import { canonicalJson } from '@opsrunbook/core';
import { resourceOfArn } from '@opsrunbook/evidence';
import { METRIC_PACKS, type MetricTable } from './packs/index.ts';

/** One metric to ask for. */
export interface WantedMetric extends MetricRefV1 {
  /** Whether a person named it; such a metric is missed when it has no datapoint. */
  readonly hinted: boolean;
  readonly resource?: ResourceRefV1;
}

/** What the scope asks for: each metric once, hinted ones first, then the most telling of every resource. */
export interface WantedMetrics {
  readonly wanted: readonly WantedMetric[];
  /** Resources for which no pack could be chosen. */
  readonly unsupported: readonly ReasonV1[];
}

/** A metric's identity as text: equal metrics are equal text. Also the order in which series are stored. */
export const metricKey = ({ namespace, name, dimensions, statistic }: MetricRefV1): string =>
  canonicalJson([namespace, name, dimensions, statistic]);

/** Merges hinted metrics, resources, resource ARNs and state machines into one list without duplicates. */
export const wantedMetrics = (scope: ScopeV1): WantedMetrics => {
  const named = scope.resource_arns.map((arn) => ({ arn, ...resourceOfArn(arn) }));
  const resources: readonly ResourceRefV1[] = [
    ...scope.resources,
    ...named.flatMap((one) => ('resource' in one ? [one.resource] : [])),
    ...scope.state_machine_arns.map((name) => ({ type: 'step-functions' as const, name })),
  ];
  const packs = resources.map((resource) => ({ resource, metrics: packOf(resource) }));
  const hinted = scope.metrics.map((metric) => ({ ...metric, hinted: true }));
  const ranked = packs
    .flatMap(({ metrics }) => metrics?.map((metric, rank) => ({ metric, rank })) ?? [])
    .sort((a, b) => a.rank - b.rank || compare(metricKey(a.metric), metricKey(b.metric)));
  return {
    wanted: distinct([...hinted, ...ranked.map(({ metric }) => metric)]),
    unsupported: [
      ...named.flatMap((one) => ('fix' in one ? [unsupported(one.arn, one.fix)] : [])),
      ...packs.flatMap(({ resource, metrics }) =>
        metrics === undefined ? [unsupported(`${resource.type} ${resource.name}`, FORM_FIX)] : [],
      ),
    ],
  };
};

const FORM_FIX = 'name it as CloudWatch does: ecs cluster/service, alb app/<name>/<id>';

const unsupported = (subject: string, fix: string): ReasonV1 => ({
  code: 'unsupported',
  subject,
  message: 'no metric pack could be chosen for this resource',
  fix,
});

/** Plain code unit order, which does not depend on a locale. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const packOf = (resource: ResourceRefV1): readonly WantedMetric[] | undefined => {
  const metrics = METRIC_PACKS[resource.type].map((table) => metricsOf(table, resource));
  return metrics.every((of) => of === undefined) ? undefined : metrics.flatMap((of) => of ?? []);
};

const metricsOf = (table: MetricTable, resource: ResourceRefV1): readonly WantedMetric[] | undefined => {
  const own = table.dimensions(resource.name);
  if (own === undefined) return undefined;
  return table.metrics.flatMap(({ metric, statistics, beside }) =>
    statistics.map((statistic) => ({
      namespace: table.namespace,
      name: metric,
      dimensions: { ...own, ...beside },
      statistic,
      hinted: false,
      resource,
    })),
  );
};

/** The first of equal metrics stands, so a hinted one stays hinted; it learns its resource from the pack. */
const distinct = (metrics: readonly WantedMetric[]): readonly WantedMetric[] => {
  const byKey = new Map<string, WantedMetric>();
  for (const metric of metrics) {
    const key = metricKey(metric);
    byKey.set(key, { ...metric, ...byKey.get(key) });
  }
  return [...byKey.values()];
};
