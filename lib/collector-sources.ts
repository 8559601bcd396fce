import type { CollectorName } from '@opsrunbook/contracts';
import { ArnFormat, type Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** What a collector reads, which function does it, and what that function must be allowed to call. */
export interface CollectorSource {
  readonly lambda: 'collect-logs' | 'collect-metrics' | 'collect-step-functions';
  readonly reads: string;
  readonly permissions: (stack: Stack) => readonly PolicyStatement[];
}

/** Any log group of the account: which one an incident needs is known only when it is reported. */
const anyLogGroup = (stack: Stack): string =>
  stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

/** Any state machine, or any execution, of the account: which one is known only when an incident is reported. */
const anyState = (stack: Stack, resource: 'stateMachine' | 'execution'): string =>
  stack.formatArn({ service: 'states', resource, resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME });

/** The collectors that have a function. Adding one: its name in contracts, its function under lambdas/, its entry here. */
const COLLECTOR_SOURCES: Readonly<Partial<Record<CollectorName, CollectorSource>>> = {
  'cloudwatch-logs': {
    lambda: 'collect-logs',
    reads: 'log groups through Logs Insights',
    permissions: (stack) => [
      new PolicyStatement({ actions: ['logs:StartQuery', 'logs:DescribeLogGroups'], resources: [anyLogGroup(stack)] }),
      // `*`: GetQueryResults and StopQuery name a query id, and queries are no IAM resource.
      new PolicyStatement({ actions: ['logs:GetQueryResults', 'logs:StopQuery'], resources: ['*'] }),
    ],
  },
  'cloudwatch-metrics': {
    lambda: 'collect-metrics',
    reads: 'CloudWatch metrics',
    permissions: () => [
      // `*`: metrics are no IAM resource.
      new PolicyStatement({ actions: ['cloudwatch:GetMetricData'], resources: ['*'] }),
    ],
  },
  'step-functions': {
    lambda: 'collect-step-functions',
    reads: 'failed executions of Standard workflows',
    permissions: (stack) => [
      new PolicyStatement({ actions: ['states:ListExecutions'], resources: [anyState(stack, 'stateMachine')] }),
      new PolicyStatement({
        actions: ['states:DescribeExecution', 'states:GetExecutionHistory'],
        resources: [anyState(stack, 'execution')],
      }),
    ],
  },
};

/** How a collector is deployed. Throws a TypeError for one that no function runs yet. */
export const collectorSource = (collector: CollectorName): CollectorSource => {
  const source = COLLECTOR_SOURCES[collector];
  if (source !== undefined) return source;
  const known = Object.keys(COLLECTOR_SOURCES).join(', ');
  throw new TypeError(
    `config/collectors.json switches "${collector}" on, but no function runs it; expected any of ${known}`,
  );
};
