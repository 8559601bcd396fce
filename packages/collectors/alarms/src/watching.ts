import type { MetricRefV1, ResourceRefV1, ScopeV1 } from '@opsrunbook/contracts';
import { scopeResources } from '@opsrunbook/evidence';
import type { KnownAlarm, WatchedMetric } from './known-alarm.ts';

/** Something of the scope that an alarm can watch, and whether it does. */
interface Watchable {
  readonly label: string;
  readonly isWatchedBy: (alarm: KnownAlarm) => boolean;
}

/** Everything of the scope an alarm can watch: resources, hinted metrics and log groups. */
export const watchables = (scope: ScopeV1): readonly Watchable[] => [
  ...scopeResources(scope).map((resource) => ({
    label: `${resource.type} ${resource.name}`,
    isWatchedBy: ({ metrics }: KnownAlarm) => metrics.some((metric) => isOf(resource, metric)),
  })),
  ...scope.metrics.map((metric) => ({
    label: `metric ${metric.namespace} ${metric.name}`,
    isWatchedBy: ({ metrics }: KnownAlarm) => metrics.some((watched) => isSame(metric, watched)),
  })),
  ...scope.log_groups.map((group) => ({
    label: `log-group ${group}`,
    isWatchedBy: ({ logGroups }: KnownAlarm) =>
      logGroups.some((one) => one === group || one.replace(/:\*$/, '').endsWith(`:log-group:${group}`)),
  })),
];

/** What of the scope each alarm watches, sorted. A composite alarm watches what the alarms below it watch. */
export const watchedBy = (
  alarms: ReadonlyMap<string, KnownAlarm>,
  scope: ScopeV1,
): ReadonlyMap<string, readonly string[]> => {
  const all = watchables(scope);
  const labelsOf = (alarm: KnownAlarm, above: ReadonlySet<string>): readonly string[] => {
    if (above.has(alarm.name)) return [];
    const path = new Set([...above, alarm.name]);
    const below = alarm.children.flatMap((name) => alarms.get(name) ?? []).flatMap((child) => labelsOf(child, path));
    return [...all.filter(({ isWatchedBy }) => isWatchedBy(alarm)).map(({ label }) => label), ...below];
  };
  return new Map([...alarms].map(([name, alarm]) => [name, [...new Set(labelsOf(alarm, new Set()))].sort()] as const));
};

/** The dimensions a resource's metrics carry; where there are several ways, any will do. */
const dimensionsOf = ({ type, name }: ResourceRefV1): readonly Readonly<Record<string, string>>[] => {
  switch (type) {
    case 'lambda':
      return [{ FunctionName: name }];
    case 'api-gateway':
      return [{ ApiId: name }, { ApiName: name }];
    case 'alb':
      return [{ LoadBalancer: name }];
    case 'dynamodb':
      return [{ TableName: name }];
    case 'sqs':
      return [{ QueueName: name }];
    case 'step-functions':
      return [{ StateMachineArn: name }];
    case 'rds':
      return [{ DBInstanceIdentifier: name }];
    case 'ecs': {
      const [ClusterName = '', ServiceName = ''] = name.split('/');
      return [{ ClusterName, ServiceName }];
    }
  }
};

const isOf = (resource: ResourceRefV1, { dimensions }: WatchedMetric): boolean =>
  dimensionsOf(resource).some((own) => Object.entries(own).every(([key, value]) => dimensions[key] === value));

const isSame = (metric: MetricRefV1, watched: WatchedMetric): boolean =>
  metric.namespace === watched.namespace &&
  metric.name === watched.name &&
  Object.keys(metric.dimensions).length === Object.keys(watched.dimensions).length &&
  Object.entries(metric.dimensions).every(([key, value]) => watched.dimensions[key] === value);
