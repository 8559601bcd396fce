import type { MetricTable, TableMetric } from './metric-table.ts';

/** DynamoDB counts system errors and latency per operation only; these four carry most applications. */
const OPERATIONS = ['GetItem', 'PutItem', 'UpdateItem', 'Query'] as const;

const perOperation = (metric: Omit<TableMetric, 'beside'>): readonly TableMetric[] =>
  OPERATIONS.map((Operation) => ({ ...metric, beside: { Operation } }));

/** DynamoDB tables by name. */
export const DYNAMODB: MetricTable = {
  namespace: 'AWS/DynamoDB',
  dimensions: (name) => ({ TableName: name }),
  metrics: [
    { metric: 'ReadThrottleEvents', statistics: ['Sum'], why: 'reads refused for lack of capacity' },
    { metric: 'WriteThrottleEvents', statistics: ['Sum'], why: 'writes refused for lack of capacity' },
    { metric: 'ConsumedReadCapacityUnits', statistics: ['Sum'], why: 'load, and whether one key pattern grew' },
    { metric: 'ConsumedWriteCapacityUnits', statistics: ['Sum'], why: 'load, and whether one key pattern grew' },
    { metric: 'TransactionConflict', statistics: ['Sum'], why: 'writers in each other’s way' },
    { metric: 'ConditionalCheckFailedRequests', statistics: ['Sum'], why: 'lost races and repeated requests' },
    ...perOperation({ metric: 'SystemErrors', statistics: ['Sum'], why: 'failures inside DynamoDB' }),
    ...perOperation({ metric: 'SuccessfulRequestLatency', statistics: ['Average'], why: 'in milliseconds' }),
  ],
};

/** SQS queues by name. */
export const SQS: MetricTable = {
  namespace: 'AWS/SQS',
  dimensions: (name) => ({ QueueName: name }),
  metrics: [
    {
      metric: 'ApproximateAgeOfOldestMessage',
      statistics: ['Maximum'],
      why: 'consumers stuck or too slow, in seconds',
    },
    { metric: 'ApproximateNumberOfMessagesVisible', statistics: ['Maximum'], why: 'the backlog' },
    { metric: 'ApproximateNumberOfMessagesNotVisible', statistics: ['Maximum'], why: 'taken and not finished' },
    { metric: 'NumberOfMessagesSent', statistics: ['Sum'], why: 'what producers put in' },
    { metric: 'NumberOfMessagesReceived', statistics: ['Sum'], why: 'above sent: messages come back' },
    { metric: 'NumberOfMessagesDeleted', statistics: ['Sum'], why: 'what consumers finished' },
  ],
};

/** RDS instances by identifier. */
export const RDS: MetricTable = {
  namespace: 'AWS/RDS',
  dimensions: (name) => ({ DBInstanceIdentifier: name }),
  metrics: [
    { metric: 'DatabaseConnections', statistics: ['Maximum'], why: 'exhausted by a leak or a retry storm' },
    { metric: 'CPUUtilization', statistics: ['Average'], why: 'a query plan that went wrong' },
    { metric: 'ReadLatency', statistics: ['Average'], why: 'storage reads, in seconds' },
    { metric: 'WriteLatency', statistics: ['Average'], why: 'storage writes, in seconds' },
    { metric: 'DiskQueueDepth', statistics: ['Average'], why: 'storage slower than asked for' },
    { metric: 'FreeStorageSpace', statistics: ['Minimum'], why: 'a full disk stops writes, in bytes' },
    { metric: 'FreeableMemory', statistics: ['Minimum'], why: 'memory pressure, in bytes' },
  ],
};
