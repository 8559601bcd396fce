import type { MetricTable } from './metric-table.ts';

/** Lambda functions by name. */
export const LAMBDA: MetricTable = {
  namespace: 'AWS/Lambda',
  dimensions: (name) => ({ FunctionName: name }),
  metrics: [
    { metric: 'Errors', statistics: ['Sum'], why: 'invocations that threw or timed out' },
    { metric: 'Invocations', statistics: ['Sum'], why: 'turns errors into a rate; a fall means the caller stopped' },
    { metric: 'Duration', statistics: ['p99', 'Average'], why: 'a slow dependency shows here before it times out' },
    { metric: 'Throttles', statistics: ['Sum'], why: 'refused for lack of concurrency, not counted as errors' },
    { metric: 'ConcurrentExecutions', statistics: ['Maximum'], why: 'a pile-up behind something slow' },
    { metric: 'IteratorAge', statistics: ['Maximum'], why: 'a stream consumer falling behind, in milliseconds' },
    { metric: 'DeadLetterErrors', statistics: ['Sum'], why: 'failed events that were lost for good' },
  ],
};

/** Services of Amazon ECS, named cluster/service. */
export const ECS: MetricTable = {
  namespace: 'AWS/ECS',
  dimensions: (name) => {
    const [cluster, service, ...more] = name.split('/');
    if (!cluster || !service || more.length > 0) return undefined;
    return { ClusterName: cluster, ServiceName: service };
  },
  metrics: [
    { metric: 'CPUUtilization', statistics: ['Maximum', 'Average'], why: 'starved or spinning tasks' },
    { metric: 'MemoryUtilization', statistics: ['Maximum', 'Average'], why: 'a climb to 100 ends in killed tasks' },
  ],
};

/** State machines by ARN, as their dimension has it. */
export const STEP_FUNCTIONS: MetricTable = {
  namespace: 'AWS/States',
  dimensions: (arn) => ({ StateMachineArn: arn }),
  metrics: [
    { metric: 'ExecutionsFailed', statistics: ['Sum'], why: 'workflows that ended in an error' },
    { metric: 'ExecutionsTimedOut', statistics: ['Sum'], why: 'workflows that never finished' },
    { metric: 'ExecutionsAborted', statistics: ['Sum'], why: 'workflows somebody stopped' },
    { metric: 'ExecutionsStarted', statistics: ['Sum'], why: 'turns failures into a rate' },
    { metric: 'ExecutionsSucceeded', statistics: ['Sum'], why: 'what still works' },
    { metric: 'ExecutionThrottled', statistics: ['Sum'], why: 'state transitions refused by the account limit' },
    { metric: 'ExecutionTime', statistics: ['p99', 'Average'], why: 'a slow or retried step, in milliseconds' },
  ],
};
