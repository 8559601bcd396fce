import type { GetMetricDataCommandInput } from '@aws-sdk/client-cloudwatch';
import type { GetQueryResultsRequest, GetQueryResultsResponse } from '@aws-sdk/client-cloudwatch-logs';
import type { ListExecutionsCommandInput } from '@aws-sdk/client-sfn';
import { createLogsCollector } from '@opsrunbook/collector-cloudwatch-logs';
import { createMetricsCollector } from '@opsrunbook/collector-cloudwatch-metrics';
import { createStepFunctionsCollector } from '@opsrunbook/collector-step-functions';
import type { CollectorName } from '@opsrunbook/contracts';
import type { Clock } from '@opsrunbook/core';
import type { AnyCollector } from '@opsrunbook/evidence';
import { awsError } from '../../packages/testing/src/aws-error.ts';
import { FakeCloudWatch } from '../../packages/testing/src/fake-cloudwatch.ts';
import { FakeLogsInsights } from '../../packages/testing/src/fake-logs-insights.ts';
import { FakeStepFunctions } from '../../packages/testing/src/fake-step-functions.ts';

/** What a source of evidence does. */
export type SourceFault = 'none' | 'throttled' | 'denied' | 'second-page-fails' | 'empty' | 'malformed' | 'secrets';

export const START_MS = Date.UTC(2026, 2, 3, 12, 0);
const MINUTE_MS = 60_000;

/** A secret that must not be stored anywhere: a GitHub token of the classic form. */
export const CANARY = `ghp_${'Zx9'.repeat(12)}`;

export const LOG_GROUP = '/aws/lambda/pay';
export const MACHINE = 'arn:aws:states:eu-central-1:123456789012:stateMachine:orders';
export const METRICS = ['Latency', 'Requests'].map((name) => ({
  namespace: 'Demo',
  name,
  dimensions: { Node: 'a' },
  statistic: 'Average',
}));

const refusal = (fault: SourceFault, page: number): void => {
  if (fault === 'denied') throw awsError('AccessDeniedException');
  if (fault === 'throttled') throw awsError('ThrottlingException');
  if (fault === 'second-page-fails' && page > 0) throw awsError('AccessDeniedException');
};

/** The collectors that exist, each in front of a source that behaves as told. */
export const COLLECTORS: Readonly<Partial<Record<CollectorName, (fault: SourceFault, clock: Clock) => AnyCollector>>> =
  {
    'cloudwatch-logs': (fault, clock) => createLogsCollector({ client: logsClient(fault), clock }),
    'cloudwatch-metrics': (fault, clock) => createMetricsCollector({ client: metricsClient(fault, clock), clock }),
    'step-functions': (fault, clock) => createStepFunctionsCollector({ client: executionsClient(fault), clock }),
  };

const messageOf = (fault: SourceFault, text: string): string =>
  fault === 'secrets' ? `${text} token=${CANARY}` : text;

const logsClient = (fault: SourceFault) => {
  const events = [1, 2, 3, 4].map((minute) => ({
    group: LOG_GROUP,
    stream: 's',
    at_ms: START_MS + minute * MINUTE_MS,
    message: messageOf(fault, `ERROR card ${minute} refused`),
  }));
  return new Logs(fault, {
    events: fault === 'empty' ? [] : events,
    groups: [LOG_GROUP],
    ...(fault === 'second-page-fails' && { pageSize: 1 }),
    onCall: (action, input) => refusal(fault, action === 'getQueryResults' && 'nextToken' in input ? 1 : 0),
  });
};

/** Logs Insights whose rows, when malformed, have no time. */
class Logs extends FakeLogsInsights {
  readonly #fault: SourceFault;

  constructor(fault: SourceFault, props: ConstructorParameters<typeof FakeLogsInsights>[0]) {
    super(props);
    this.#fault = fault;
  }

  override async getQueryResults(input: GetQueryResultsRequest): Promise<GetQueryResultsResponse> {
    const answer = await super.getQueryResults(input);
    if (this.#fault !== 'malformed') return answer;
    const results = (answer.results ?? []).map((row) => row.filter(({ field }) => field !== '@timestamp'));
    return { ...answer, results };
  }
}

const metricsClient = (fault: SourceFault, clock: Clock) => {
  const points = Array.from(
    { length: 40 },
    (_, minute) => [START_MS - 30 * MINUTE_MS + minute * MINUTE_MS, minute] as const,
  );
  const metrics = METRICS.map(({ name, ...metric }) => ({
    ...metric,
    metric: name,
    points: fault === 'empty' ? [] : points,
  }));
  return new Metrics(fault, {
    nowMs: clock.now().getTime(),
    metrics,
    ...(fault === 'second-page-fails' && { pointsPerPage: 50 }),
    onCall: (call) => refusal(fault, call),
  });
};

/** CloudWatch whose values, when malformed, are no numbers. */
class Metrics extends FakeCloudWatch {
  readonly #fault: SourceFault;

  constructor(fault: SourceFault, props: ConstructorParameters<typeof FakeCloudWatch>[0]) {
    super(props);
    this.#fault = fault;
  }

  override async getMetricData(input: GetMetricDataCommandInput) {
    const answer = await super.getMetricData(input);
    if (this.#fault !== 'malformed') return answer;
    const results = (answer.MetricDataResults ?? []).map((one) => ({
      ...one,
      Values: (one.Values ?? []).map(() => Number.NaN),
    }));
    return { ...answer, MetricDataResults: results };
  }
}

const executionsClient = (fault: SourceFault) => {
  const executions = ['a', 'b', 'c'].map((name) => ({
    describe: {
      executionArn: `${MACHINE.replace(':stateMachine:', ':execution:')}:${name}`,
      stateMachineArn: MACHINE,
      name,
      status: 'FAILED' as const,
      startDate: new Date(START_MS),
      stopDate: new Date(START_MS + MINUTE_MS),
      input: '{}',
    },
    history: [
      { id: 1, previousEventId: 0, timestamp: new Date(START_MS), type: 'ExecutionStarted' as const },
      {
        id: 2,
        previousEventId: 1,
        timestamp: new Date(START_MS + MINUTE_MS),
        type: 'ExecutionFailed' as const,
        executionFailedEventDetails: { error: 'CardRefused', cause: messageOf(fault, 'the card was refused') },
      },
    ],
  }));
  return new Executions(fault, {
    machines: { [MACHINE]: 'STANDARD' },
    executions: fault === 'empty' ? [] : executions,
    ...(fault === 'second-page-fails' && { itemsPerPage: 1 }),
    onCall: (call, count) => refusal(fault, call === 'ListExecutions' ? count : 0),
  });
};

/** Step Functions whose listed executions, when malformed, have no ARN. */
class Executions extends FakeStepFunctions {
  readonly #fault: SourceFault;

  constructor(fault: SourceFault, props: ConstructorParameters<typeof FakeStepFunctions>[0]) {
    super(props);
    this.#fault = fault;
  }

  override async listExecutions(input: ListExecutionsCommandInput) {
    const answer = await super.listExecutions(input);
    if (this.#fault !== 'malformed') return answer;
    return { ...answer, executions: (answer.executions ?? []).map((item) => ({ ...item, executionArn: undefined })) };
  }
}
