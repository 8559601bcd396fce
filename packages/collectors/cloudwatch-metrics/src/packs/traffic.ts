import type { MetricTable, TableMetric } from './metric-table.ts';

const LATENCIES: readonly TableMetric[] = [
  { metric: 'Latency', statistics: ['p99', 'Average'], why: 'what the caller waits, in milliseconds' },
  { metric: 'IntegrationLatency', statistics: ['p99'], why: 'how much of it the backend takes, in milliseconds' },
];

/** HTTP APIs by id; their metrics are spelt differently from those of REST APIs. */
export const HTTP_API: MetricTable = {
  namespace: 'AWS/ApiGateway',
  dimensions: (apiId) => ({ ApiId: apiId }),
  metrics: [
    { metric: '5xx', statistics: ['Sum'], why: 'requests the API or its backend failed' },
    { metric: '4xx', statistics: ['Sum'], why: 'requests refused: a bad deploy of a caller, or of authorisation' },
    { metric: 'Count', statistics: ['Sum'], why: 'turns errors into a rate' },
    ...LATENCIES,
  ],
};

/** REST APIs by name (CloudWatch does not know their id). */
export const REST_API: MetricTable = {
  namespace: 'AWS/ApiGateway',
  dimensions: (apiName) => ({ ApiName: apiName }),
  metrics: [
    { metric: '5XXError', statistics: ['Sum'], why: 'requests the API or its backend failed' },
    { metric: '4XXError', statistics: ['Sum'], why: 'requests refused: a bad deploy of a caller, or of authorisation' },
    { metric: 'Count', statistics: ['Sum'], why: 'turns errors into a rate' },
    ...LATENCIES,
  ],
};

/** Application Load Balancers by the end of their ARN: `app/<name>/<id>`. */
export const ALB: MetricTable = {
  namespace: 'AWS/ApplicationELB',
  dimensions: (loadBalancer) => (loadBalancer.startsWith('app/') ? { LoadBalancer: loadBalancer } : undefined),
  metrics: [
    { metric: 'HTTPCode_Target_5XX_Count', statistics: ['Sum'], why: 'the application answered with an error' },
    { metric: 'HTTPCode_ELB_5XX_Count', statistics: ['Sum'], why: 'no healthy target, or a target that hung up' },
    { metric: 'RequestCount', statistics: ['Sum'], why: 'turns errors into a rate' },
    { metric: 'TargetResponseTime', statistics: ['p99', 'Average'], why: 'a slow application, in seconds' },
    { metric: 'TargetConnectionErrorCount', statistics: ['Sum'], why: 'targets that do not accept connections' },
    { metric: 'RejectedConnectionCount', statistics: ['Sum'], why: 'the load balancer itself is full' },
  ],
};
