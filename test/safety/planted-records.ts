import type { CanaryNest } from './canary.ts';
import { at, atMs } from './planted-times.ts';

const ACCOUNT = '111122223333';

/** Calls between services whose names hold canaries. */
export const plantedServiceGraph = (nest: CanaryNest) => ({
  graphs: [
    {
      start: at(0),
      services: [
        {
          ReferenceId: 0,
          Name: 'orders',
          Type: 'AWS::Lambda::Function',
          SummaryStatistics: { TotalCount: 9, OkCount: 1, FaultStatistics: { TotalCount: 8 } },
          Edges: [{ ReferenceId: 1, SummaryStatistics: { TotalCount: 9, FaultStatistics: { TotalCount: 8 } } }],
        },
        {
          ReferenceId: 1,
          Name: `https://app:${nest.word('service graph: name of a node')}@pay.example.com`,
          Type: 'remote',
          SummaryStatistics: { TotalCount: 9, FaultStatistics: { TotalCount: 8 } },
        },
      ],
    },
  ],
});

/** A trace with canaries in its address, exception, annotations and query. */
export const plantedTrace = (nest: CanaryNest, id: string) => ({
  id,
  segments: [
    {
      id: '53995c3f42cd8ad8',
      name: 'orders',
      start_time: atMs(12) / 1000,
      end_time: atMs(12) / 1000 + 2,
      fault: true,
      http: {
        request: {
          method: 'POST',
          url: `https://orders.example.com/pay?access_token=${nest.word('trace: query of an address')}`,
        },
        response: { status: 500 },
      },
      annotations: { password: nest.word('trace: annotation') },
      metadata: { debug: { session: nest.word('trace: metadata') } },
      sql: { sanitized_query: `ALTER USER app PASSWORD '${nest.word('trace: SQL')}'` },
      cause: {
        working_directory: '/var/task',
        exceptions: [
          {
            id: '63995c3f42cd8ad8',
            type: 'OrderError',
            message: `bad api_key=${nest.word('trace: exception')}`,
            stack: [],
          },
        ],
      },
    },
  ],
});

/** An alarm with canaries in its name and in the reasons of its history. */
export const plantedAlarms = (nest: CanaryNest) => {
  const AlarmName = `orders-failing-${nest.token('alarm: name')}`;
  return {
    metric_alarms: [
      {
        AlarmName,
        StateValue: 'ALARM',
        StateTransitionedTimestamp: at(12),
        Namespace: 'AWS/Lambda',
        MetricName: 'Errors',
        Dimensions: [{ Name: 'FunctionName', Value: 'reserve' }],
      },
    ],
    history: [
      {
        AlarmName,
        Timestamp: at(12),
        HistorySummary: `password=${nest.word('alarm: summary')}`,
        HistoryData: {
          oldState: { stateValue: 'OK' },
          newState: { stateValue: 'ALARM', stateReason: `threshold crossed by ${nest.email('alarm: reason')}` },
        },
      },
    ],
  };
};

/** Changes with canaries in who, what and why. */
export const plantedChanges = (nest: CanaryNest) => ({
  events: [
    {
      EventId: 'event-1',
      EventName: 'UpdateFunctionConfiguration20150331v2',
      EventTime: at(5),
      EventSource: 'lambda.amazonaws.com',
      Resources: [{ ResourceType: 'AWS::Lambda::Function', ResourceName: 'reserve' }],
      CloudTrailEvent: {
        userIdentity: {
          type: 'AssumedRole',
          arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Dev/${nest.email('change: who')}`,
        },
        requestParameters: {
          functionName: 'reserve',
          environment: { variables: { DB: nest.word('change: variable of a function') } },
        },
        responseElements: { token: nest.word('change: answer') },
        errorMessage: `refused for password=${nest.word('change: error message')}`,
      },
    },
  ],
  parameters: [
    {
      Name: `/orders/${nest.token('change: name of a parameter')}`,
      Version: 2,
      LastModifiedDate: at(6),
      LastModifiedUser: `arn:aws:iam::${ACCOUNT}:user/${nest.email('change: who set a parameter')}`,
    },
  ],
});
