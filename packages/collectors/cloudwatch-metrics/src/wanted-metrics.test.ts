import { describe, expect, it } from '@jest/globals';
import { RESOURCE_TYPES } from '@opsrunbook/contracts';
import { scopeOf } from '@opsrunbook/testing';
import { METRIC_PACKS } from './packs/index.ts';
import { wantedMetrics } from './wanted-metrics.ts';

const arn = (service: string, path: string) => `arn:aws:${service}:eu-central-1:123456789012:${path}`;

const dimensionsOf = (resourceArn: string) =>
  wantedMetrics(scopeOf({ resource_arns: [resourceArn] })).wanted[0]?.dimensions;

describe('metric packs', () => {
  it.each(RESOURCE_TYPES)('has metrics with statistics and a reason for every %s', (type) => {
    const metrics = METRIC_PACKS[type].flatMap((table) => table.metrics);
    expect(metrics.length).toBeGreaterThan(0);
    for (const { statistics, why } of metrics) expect([statistics.length > 0, why.length > 0]).toEqual([true, true]);
  });

  it('asks for the most telling metric of every resource before the second of any', () => {
    const { wanted } = wantedMetrics(
      scopeOf({
        resources: [
          { type: 'lambda', name: 'b' },
          { type: 'lambda', name: 'a' },
        ],
      }),
    );
    expect(wanted.slice(0, 3).map(({ name, dimensions }) => [name, dimensions.FunctionName])).toEqual([
      ['Errors', 'a'],
      ['Errors', 'b'],
      ['Invocations', 'a'],
    ]);
  });

  it('asks for an API both as HTTP API by id and as REST API by name', () => {
    const { wanted } = wantedMetrics(scopeOf({ resources: [{ type: 'api-gateway', name: 'shop' }] }));
    expect(wanted.map(({ name, dimensions }) => [name, Object.keys(dimensions)[0]])).toEqual(
      expect.arrayContaining([
        ['5xx', 'ApiId'],
        ['5XXError', 'ApiName'],
      ]),
    );
  });

  it('asks DynamoDB for latency per operation, as its dimension demands', () => {
    const { wanted } = wantedMetrics(scopeOf({ resources: [{ type: 'dynamodb', name: 'orders' }] }));
    const latency = wanted.filter(({ name }) => name === 'SuccessfulRequestLatency');
    expect(latency.map(({ dimensions }) => dimensions)).toContainEqual({ TableName: 'orders', Operation: 'Query' });
  });
});

describe('resources by ARN', () => {
  it.each([
    [arn('lambda', 'function:pay:live'), { FunctionName: 'pay' }],
    [arn('dynamodb', 'table/orders/index/by-day'), { TableName: 'orders' }],
    [arn('sqs', 'orders.fifo'), { QueueName: 'orders.fifo' }],
    [arn('rds', 'db:main'), { DBInstanceIdentifier: 'main' }],
    [arn('ecs', 'service/shop/web'), { ClusterName: 'shop', ServiceName: 'web' }],
    [
      arn('elasticloadbalancing', 'loadbalancer/app/web/50dc6c495c0c9188'),
      { LoadBalancer: 'app/web/50dc6c495c0c9188' },
    ],
    ['arn:aws:apigateway:eu-central-1::/apis/a1b2c3/stages/prod', { ApiId: 'a1b2c3' }],
    [arn('execute-api', 'a1b2c3/prod/GET/pets'), { ApiId: 'a1b2c3' }],
    [arn('states', 'stateMachine:orders:7'), { StateMachineArn: arn('states', 'stateMachine:orders') }],
    [arn('states', 'execution:orders:run-1'), { StateMachineArn: arn('states', 'stateMachine:orders') }],
  ])('reads %s as its CloudWatch dimensions', (resourceArn, dimensions) => {
    expect(dimensionsOf(resourceArn)).toEqual(dimensions);
  });

  it.each([
    arn('kinesis', 'stream/clicks'),
    arn('rds', 'cluster:main'),
    arn('ecs', 'service/web'),
    arn('elasticloadbalancing', 'loadbalancer/net/web/50dc6c495c0c9188'),
    'arn:aws:apigateway:eu-central-1::/restapis/a1b2c3',
  ])('says why it cannot choose metrics for %s', (resourceArn) => {
    const { wanted, unsupported } = wantedMetrics(scopeOf({ resource_arns: [resourceArn] }));
    expect(wanted).toEqual([]);
    expect(unsupported).toMatchObject([{ code: 'unsupported', subject: resourceArn }]);
  });

  it('says how to spell a resource whose name has not the form its dimensions need', () => {
    const { unsupported } = wantedMetrics(scopeOf({ resources: [{ type: 'ecs', name: 'web' }] }));
    expect(unsupported).toMatchObject([{ code: 'unsupported', subject: 'ecs web' }]);
  });

  it('chooses the pack of hinted state machines', () => {
    const machine = arn('states', 'stateMachine:orders');
    const { wanted } = wantedMetrics(scopeOf({ state_machine_arns: [machine] }));
    expect(wanted[0]).toMatchObject({ name: 'ExecutionsFailed', dimensions: { StateMachineArn: machine } });
  });
});
