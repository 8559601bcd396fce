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

/** The entity a metric is about: its resource, or the dimension that names it, or all dimensions. */
export const entityOfSeries = ({ resource, dimensions, namespace }: MetricSeriesV1): string => {
  if (resource !== undefined) return nameOfArn(resource.name);
  for (const name of NAMING_DIMENSIONS) {
    const value = dimensions[name];
    if (value !== undefined) return nameOfArn(value);
  }
  const values = Object.keys(dimensions)
    .sort()
    .map((name) => dimensions[name] ?? '');
  return values.length === 0 ? namespace : values.join('/');
};

/** The entity a log group belongs to: what follows AWS's own prefixes, such as /aws/lambda/ or /ecs/. */
export const entityOfLogGroup = (group: string): string => {
  const vendored = /^\/aws\/(?:vendedlogs\/)?[\w-]+\/(.+)$/.exec(group) ?? /^\/(?:ecs|apigateway)\/(.+)$/.exec(group);
  return vendored?.[1] ?? group;
};
