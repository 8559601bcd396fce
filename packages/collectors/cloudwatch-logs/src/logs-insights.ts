import {
  type CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  type DescribeLogGroupsRequest,
  type DescribeLogGroupsResponse,
  GetQueryResultsCommand,
  type GetQueryResultsRequest,
  type GetQueryResultsResponse,
  StartQueryCommand,
  type StartQueryRequest,
  type StartQueryResponse,
  StopQueryCommand,
  type StopQueryRequest,
  type StopQueryResponse,
} from '@aws-sdk/client-cloudwatch-logs';

/** The part of CloudWatch Logs this collector uses; recorded telemetry answers the same four calls. */
export interface LogsInsights {
  startQuery(input: StartQueryRequest): Promise<StartQueryResponse>;
  getQueryResults(input: GetQueryResultsRequest): Promise<GetQueryResultsResponse>;
  stopQuery(input: StopQueryRequest): Promise<StopQueryResponse>;
  describeLogGroups(input: DescribeLogGroupsRequest): Promise<DescribeLogGroupsResponse>;
}

/** The real CloudWatch Logs behind the port; timeouts and retry mode are the client's. */
export const logsInsightsOf = (client: Pick<CloudWatchLogsClient, 'send'>): LogsInsights => ({
  startQuery: (input) => client.send(new StartQueryCommand(input)),
  getQueryResults: (input) => client.send(new GetQueryResultsCommand(input)),
  stopQuery: (input) => client.send(new StopQueryCommand(input)),
  describeLogGroups: (input) => client.send(new DescribeLogGroupsCommand(input)),
});
