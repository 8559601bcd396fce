import type { MetricSeriesV1 } from '@opsrunbook/contracts';

/** Dimensions that name the thing itself, most specific first; the others only say where it runs. */
const NAMING_DIMENSIONS = [
  'FunctionName',
  'StateMachineArn',
  'TableName',
  'QueueName',
  'DBInstanceIdentifier',
  'ApiName',
  'ApiId',
  'ServiceName',
  'Service',
  'PodName',
  'TopicName',
  'StreamName',
  'LoadBalancer',
  'ClusterName',
] as const;

/** The last name of an ARN without a version or alias; other text as it is. */
export const nameOfArn = (text: string): string => {
  if (!text.startsWith('arn:')) return text;
  const parts = text.split(':');
  const isFunction = parts[2] === 'lambda';
  const resource = isFunction ? parts.slice(6, 7).join(':') : (parts.at(-1) ?? text);
  return resource === '' ? text : resource;
};

/** The entity that dimensions name, or all of them joined; undefined of none. */
export const entityOfDimensions = (dimensions: Readonly<Record<string, string>>): string | undefined => {
  for (const name of NAMING_DIMENSIONS) {
    const value = dimensions[name];
    if (value !== undefined) return nameOfArn(value);
  }
  const names = Object.keys(dimensions).sort();
  return names.length === 0 ? undefined : names.map((name) => dimensions[name]).join('/');
};

/** The entity a metric is about: its resource, or what its dimensions name, or its namespace. */
export const entityOfSeries = ({ resource, dimensions, namespace }: MetricSeriesV1): string =>
  resource === undefined ? (entityOfDimensions(dimensions) ?? namespace) : nameOfArn(resource.name);

/** The entity a log group belongs to: what follows AWS's own prefixes, such as /aws/lambda/ or /ecs/. */
export const entityOfLogGroup = (group: string): string => {
  const vendored = /^\/aws\/(?:vendedlogs\/)?[\w-]+\/(.+)$/.exec(group) ?? /^\/(?:ecs|apigateway)\/(.+)$/.exec(group);
  return vendored?.[1] ?? group;
};
