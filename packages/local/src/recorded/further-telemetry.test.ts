import { describe, expect, it } from '@jest/globals';
import { recordedAlarms } from './alarms/recorded-alarms.ts';
import { recordedChanges } from './changes/recorded-changes.ts';
import { RecordedAlarms, RecordedChanges, RecordedServiceGraphs, RecordedTrace } from './further-telemetry-schema.ts';
import { recordedServiceGraphs } from './service-graph/recorded-service-graphs.ts';
import { recordedTraces } from './traces/recorded-traces.ts';

const NOON = '2026-03-03T12:00:00Z';
const at = (minute: number) => new Date(Date.parse(NOON) + minute * 60_000);
const HOUR = { StartTime: at(0), EndTime: at(60) };
const ID = '1-69a6cd40-000000000000000000000001';

describe('a recorded service graph', () => {
  const service = { ReferenceId: 0, Name: 'pay', Edges: [{ ReferenceId: 1 }] };
  const graph = (minute: number) => ({
    start: at(minute).toISOString(),
    services: [service, { ReferenceId: 1, Name: 'orders' }],
  });
  const player = recordedServiceGraphs(RecordedServiceGraphs.parse({ graphs: [graph(-5), graph(0), graph(30)] }));

  it('answers with the parts that begin in the range, each with its own numbers', async () => {
    const { Services = [] } = await player.getServiceGraph(HOUR);
    expect(Services.map(({ Name }) => Name)).toEqual(['pay', 'orders', 'pay', 'orders']);
    expect(new Set(Services.map(({ ReferenceId }) => ReferenceId)).size).toBe(4);
    expect(Services[2]?.Edges?.[0]?.ReferenceId).toBe(Services[3]?.ReferenceId);
  });

  it('refuses a reversed range', async () => {
    const reversed = player.getServiceGraph({ StartTime: at(1), EndTime: at(0) });
    await expect(reversed).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });
});

describe('recorded traces', () => {
  const start_time = at(1).getTime() / 1000;
  const failing = { id: 'b', name: 'orders', namespace: 'aws', start_time, end_time: start_time + 1, fault: true };
  const inner = { id: 'c', name: '## charge', start_time, error: true };
  const trace = RecordedTrace.parse({
    id: ID,
    segments: [{ id: 'a', name: 'pay', start_time, end_time: start_time + 2, subsegments: [failing, inner] }],
  });
  const player = recordedTraces([trace]);
  const found = async (FilterExpression?: string) =>
    (await player.getTraceSummaries({ ...HOUR, FilterExpression })).TraceSummaries?.length;

  it('are found by service, failure of that service, and duration', async () => {
    expect(await found()).toBe(1);
    expect(await found('service("pay")')).toBe(1);
    expect(await found('service("pay") { fault = true OR error = true OR throttle = true }')).toBe(0);
    expect(await found('service("orders") { fault = true OR error = true OR throttle = true }')).toBe(1);
    expect(await found('service("## charge")')).toBe(0);
    expect(await found('service("pay") AND duration > 1.900')).toBe(1);
    expect(await found('service("pay") AND duration > 2.000 OR service("ship")')).toBe(0);
  });

  it('give their documents as strings, five ids at a time', async () => {
    const { Traces } = await player.batchGetTraces({ TraceIds: [ID] });
    expect(JSON.parse(Traces?.[0]?.Segments?.[0]?.Document ?? '')).toEqual(trace.segments[0]);
    await expect(player.batchGetTraces({ TraceIds: Array.from({ length: 6 }, () => ID) })).rejects.toMatchObject({
      name: 'InvalidRequestException',
    });
  });

  it('refuse a filter expression they cannot read', async () => {
    await expect(found('responsetime > 5')).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });
});

describe('recorded alarms', () => {
  const player = recordedAlarms(
    RecordedAlarms.parse({
      metric_alarms: [{ AlarmName: 'errors', Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions: [] }],
      composite_alarms: [{ AlarmName: 'shop', AlarmRule: 'ALARM(errors)' }],
      log_alarms: [{ AlarmName: 'panics', log_groups: ['/aws/lambda/pay'] }],
      history: [1, 5, 90].map((minute) => ({
        AlarmName: 'errors',
        Timestamp: at(minute).toISOString(),
        HistoryData: { newState: { stateValue: 'ALARM' } },
      })),
    }),
  );

  it('are metric alarms unless all types are asked for', async () => {
    expect((await player.describeAlarms({})).CompositeAlarms).toEqual([]);
    const all = await player.describeAlarms({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] });
    expect([all.MetricAlarms?.length, all.CompositeAlarms?.length]).toEqual([1, 1]);
    expect(all.LogAlarms?.[0]?.ScheduledQueryConfiguration?.LogGroupIdentifiers).toEqual(['/aws/lambda/pay']);
  });

  it('tell their history in the range, in either order, page by page', async () => {
    const range = { StartDate: at(0), EndDate: at(60), MaxRecords: 1 };
    const first = await player.describeAlarmHistory(range);
    const second = await player.describeAlarmHistory({ ...range, NextToken: first.NextToken });
    expect([first, second].map(({ AlarmHistoryItems }) => AlarmHistoryItems?.[0]?.Timestamp)).toEqual([at(5), at(1)]);
    expect(second.NextToken).toBeUndefined();
    expect(first.AlarmHistoryItems?.[0]?.HistoryData).toBe('{"newState":{"stateValue":"ALARM"}}');
  });
});

describe('recorded changes', () => {
  const stack = { StackId: 'arn:stack', StackName: 'shop', LogicalResourceId: 'Pay', ResourceType: 'Function' };
  const player = recordedChanges(
    RecordedChanges.parse({
      events: [1, 2].map((minute) => ({
        EventId: `e${minute}`,
        EventName: 'UpdateFunctionCode',
        EventTime: at(minute).toISOString(),
        EventSource: 'lambda.amazonaws.com',
        Resources: [{ ResourceName: 'pay' }],
        CloudTrailEvent: { readOnly: false },
      })),
      stack_events: [
        { ...stack, EventId: '1', Timestamp: at(1).toISOString(), ResourceStatus: 'UPDATE_COMPLETE' },
        { ...stack, EventId: '2', Timestamp: at(2).toISOString(), ResourceStatus: 'UPDATE_COMPLETE' },
      ],
      function_versions: [{ FunctionName: 'pay', Version: '7', LastModified: NOON }],
      function_aliases: [{ FunctionName: 'pay', Name: 'live', FunctionVersion: '7' }],
      parameters: [1, 2].map((Version) => ({
        Name: '/shop/rate',
        Version,
        LastModifiedDate: at(Version).toISOString(),
      })),
    }),
  );

  it('are found by the name of the resource, newest first', async () => {
    const LookupAttributes = [{ AttributeKey: 'ResourceName' as const, AttributeValue: 'pay' }];
    const { Events = [] } = await player.lookupEvents({ ...HOUR, LookupAttributes });
    expect(Events.map(({ EventId }) => EventId)).toEqual(['e2', 'e1']);
    expect(Events[0]?.CloudTrailEvent).toBe('{"readOnly":false}');
    const { StackEvents } = await player.describeStackEvents({ StackName: 'arn:stack' });
    expect(StackEvents?.map(({ EventId }) => EventId)).toEqual(['2', '1']);
  });

  it('list parameters by their last version, and every version in a history', async () => {
    expect((await player.describeParameters({})).Parameters).toMatchObject([{ Name: '/shop/rate', Version: 2 }]);
    expect((await player.getParameterHistory({ Name: '/shop/rate' })).Parameters).toHaveLength(2);
  });

  it('know functions that did not change, but no stack, alias or parameter that was not recorded', async () => {
    expect((await player.listVersionsByFunction({ FunctionName: 'ship' })).Versions).toEqual([]);
    expect(await player.getAlias({ FunctionName: 'pay', Name: 'live' })).toMatchObject({ FunctionVersion: '7' });
    await expect(player.getAlias({ FunctionName: 'pay', Name: 'beta' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(player.describeStackEvents({ StackName: 'gone' })).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(player.getParameterHistory({ Name: '/gone' })).rejects.toMatchObject({ name: 'ParameterNotFound' });
  });

  it('have no place for a parameter’s value', () => {
    const parameter = { Name: '/a', Version: 1, LastModifiedDate: NOON, Value: 'canary' };
    expect(RecordedChanges.safeParse({ parameters: [parameter] }).success).toBe(false);
  });
});
