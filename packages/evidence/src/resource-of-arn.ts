import type { ResourceRefV1 } from '@opsrunbook/contracts';

/** The resource an ARN names, or what to give instead when no metric pack can be chosen from it. */
export type ResourceOfArn = { readonly resource: ResourceRefV1 } | { readonly fix: string };

const NAME_THE_METRICS = 'name its metrics in hints.metrics';

const named = (type: ResourceRefV1['type'], name: string | undefined, fix: string): ResourceOfArn =>
  name ? { resource: { type, name } } : { fix };

/** Reads an ARN as the metric packs need it: the value its CloudWatch dimension carries. Never throws. */
export const resourceOfArn = (arn: string): ResourceOfArn => {
  const [, partition, service, region, account, ...rest] = arn.split(':');
  const path = rest.join(':');
  switch (service) {
    case 'lambda':
      return named('lambda', /^function:([^:]+)/.exec(path)?.[1], 'give the ARN of a function');
    case 'dynamodb':
      return named('dynamodb', /^table\/([^/]+)/.exec(path)?.[1], 'give the ARN of a table');
    case 'sqs':
      return named('sqs', path, 'give the ARN of a queue');
    case 'rds':
      return named('rds', /^db:(.+)$/.exec(path)?.[1], `give the ARN of an instance (db:…), or ${NAME_THE_METRICS}`);
    case 'ecs':
      return named('ecs', /^service\/([^/]+\/[^/]+)$/.exec(path)?.[1], 'give the ARN of a service with its cluster');
    case 'elasticloadbalancing':
      return named(
        'alb',
        /^loadbalancer\/(app\/.+)$/.exec(path)?.[1],
        `give an application load balancer, or ${NAME_THE_METRICS}`,
      );
    case 'execute-api':
      return named('api-gateway', /^([^/]+)/.exec(path)?.[1], NAME_THE_METRICS);
    case 'apigateway':
      return named(
        'api-gateway',
        /^\/apis\/([^/]+)/.exec(path)?.[1],
        'CloudWatch knows REST APIs by name: name its metrics in hints.metrics with the dimension ApiName',
      );
    case 'states': {
      const machine = /^(?:stateMachine|execution):([^:]+)/.exec(path)?.[1];
      const prefix = `arn:${partition}:states:${region}:${account}:stateMachine:`;
      return named('step-functions', machine && `${prefix}${machine}`, 'give the ARN of a state machine');
    }
    default:
      return { fix: `there is no metric pack for ${service}: ${NAME_THE_METRICS}` };
  }
};
