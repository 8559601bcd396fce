import type { ResourceType } from '@opsrunbook/contracts';
import { ECS, LAMBDA, STEP_FUNCTIONS } from './compute.ts';
import { DYNAMODB, RDS, SQS } from './data.ts';
import type { MetricTable } from './metric-table.ts';
import { ALB, HTTP_API, REST_API } from './traffic.ts';

export type { MetricTable, TableMetric } from './metric-table.ts';

/**
 * The metrics read for each type of resource. The name of an API does not tell whether it is an HTTP or a REST API, so both
 * are asked for; the one that does not exist has no datapoints.
 */
export const METRIC_PACKS: Readonly<Record<ResourceType, readonly MetricTable[]>> = {
  lambda: [LAMBDA],
  'api-gateway': [HTTP_API, REST_API],
  alb: [ALB],
  dynamodb: [DYNAMODB],
  sqs: [SQS],
  'step-functions': [STEP_FUNCTIONS],
  ecs: [ECS],
  rds: [RDS],
};
