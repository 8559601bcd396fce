import type { CollectorName } from '@opsrunbook/contracts';
import { ArnFormat, type Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { LambdaName } from './lambda-environments.ts';

/** What a collector reads, which function does it, and what that function must be allowed to call. */
export interface CollectorSource {
  readonly lambda: Extract<LambdaName, `collect-${string}`>;
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

/** Anything of the account that may have changed: what it was is known only when an incident is reported. */
const anyChanged = (stack: Stack, what: 'stack' | 'function' | 'parameter', named = '*'): string => {
  const services = { stack: 'cloudformation', function: 'lambda', parameter: 'ssm' };
  const arnFormat = what === 'function' ? ArnFormat.COLON_RESOURCE_NAME : ArnFormat.SLASH_RESOURCE_NAME;
  return stack.formatArn({ service: services[what], resource: what, resourceName: named, arnFormat });
};

/** Every collector has a function. Adding one: its name in contracts, its function under lambdas/, its entry here. */
const COLLECTOR_SOURCES: Readonly<Record<CollectorName, CollectorSource>> = {
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
  'service-graph': {
    lambda: 'collect-service-graph',
    reads: 'the X-Ray service graph',
    // `*`: X-Ray has no resources.
    permissions: () => [new PolicyStatement({ actions: ['xray:GetServiceGraph'], resources: ['*'] })],
  },
  traces: {
    lambda: 'collect-traces',
    reads: 'failed, slow and usual X-Ray traces',
    permissions: () => [
      // `*`: X-Ray has no resources.
      new PolicyStatement({ actions: ['xray:GetTraceSummaries', 'xray:BatchGetTraces'], resources: ['*'] }),
    ],
  },
  alarms: {
    lambda: 'collect-alarms',
    reads: 'states of CloudWatch alarms',
    permissions: () => [
      new PolicyStatement({
        actions: ['cloudwatch:DescribeAlarms', 'cloudwatch:DescribeAlarmHistory'],
        // `*`: with anything narrower both leave composite alarms out of their answers.
        resources: ['*'],
      }),
    ],
  },
  changes: {
    lambda: 'collect-changes',
    reads: 'changes: CloudTrail, CloudFormation, Lambda versions, parameter metadata',
    permissions: (stack) => [
      // `*`: neither the event history nor the list of parameters is an IAM resource.
      new PolicyStatement({ actions: ['cloudtrail:LookupEvents', 'ssm:DescribeParameters'], resources: ['*'] }),
      new PolicyStatement({
        actions: ['cloudformation:DescribeStackEvents'],
        resources: [anyChanged(stack, 'stack')],
      }),
      new PolicyStatement({
        actions: ['lambda:ListVersionsByFunction', 'lambda:GetAlias'],
        resources: [anyChanged(stack, 'function')],
      }),
      new PolicyStatement({ actions: ['ssm:GetParameterHistory'], resources: [anyChanged(stack, 'parameter')] }),
      // The history of a parameter carries its values; those of this product are secrets.
      new PolicyStatement({
        effect: Effect.DENY,
        actions: ['ssm:GetParameterHistory'],
        resources: [anyChanged(stack, 'parameter', 'opsrunbook/*')],
      }),
    ],
  },
};

/** How a collector is deployed. */
export const collectorSource = (collector: CollectorName): CollectorSource => COLLECTOR_SOURCES[collector];
