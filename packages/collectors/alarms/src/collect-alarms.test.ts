import { describe, expect, it } from '@jest/globals';
import { awsError, type FakeAlarmsCall } from '@opsrunbook/testing';
import { changed, collecting, errorsOf, START_MS } from './test-setup.ts';

const named = <T extends { readonly name: string }>(alarms: readonly T[], name: string): T | undefined =>
  alarms.find((alarm) => alarm.name === name);

describe('alarms', () => {
  it('tell from where to where their state went, when and why, oldest first', async () => {
    const { data, reasons, asked, answered } = await collecting({
      metricAlarms: [errorsOf('pay')],
      history: [changed('pay errors', 9, 'ALARM', 'OK'), changed('pay errors', 2, 'OK', 'ALARM')],
    });
    expect(data.alarms).toEqual([
      {
        name: 'pay errors',
        kind: 'metric',
        namespace: 'AWS/Lambda',
        metric: 'Errors',
        dimensions: { FunctionName: 'pay' },
        transitions: [
          { at_ms: START_MS + 120_000, from: 'OK', to: 'ALARM', reason: 'Threshold crossed: ALARM' },
          { at_ms: START_MS + 540_000, from: 'ALARM', to: 'OK', reason: 'Threshold crossed: OK' },
        ],
        watches: ['lambda pay'],
        in_alarm: true,
      },
    ]);
    expect({ reasons, asked, answered }).toEqual({ reasons: [], asked: 2, answered: 2 });
  });

  it('are of every type: metric, composite and log', async () => {
    const { data } = await collecting({
      compositeAlarms: [{ AlarmName: 'shop', AlarmRule: 'ALARM("pay errors")' }],
      logAlarms: [{ AlarmName: 'panics' }],
      metricAlarms: [errorsOf('pay')],
      history: [
        changed('shop', 1, 'OK', 'ALARM', 'CompositeAlarm'),
        changed('panics', 1, 'OK', 'ALARM', 'LogAlarm'),
        changed('pay errors', 1, 'OK', 'ALARM'),
      ],
    });
    expect(data.alarms.map(({ name, kind }) => [name, kind])).toEqual([
      ['panics', 'log'],
      ['pay errors', 'metric'],
      ['shop', 'composite'],
    ]);
  });

  it('that watch the service are kept although they were silent, those of others are not', async () => {
    const { data } = await collecting({ metricAlarms: [errorsOf('pay'), errorsOf('ship')] });
    expect(data.alarms).toMatchObject([{ name: 'pay errors', transitions: [], in_alarm: false }]);
  });

  it('of others are kept when their state changed, without watching anything', async () => {
    const { data } = await collecting({
      metricAlarms: [errorsOf('pay'), errorsOf('ship')],
      history: [changed('ship errors', 1, 'OK', 'ALARM')],
    });
    expect(named(data.alarms, 'ship errors')).toMatchObject({ watches: [], in_alarm: true });
  });

  it('inside an expression have no metric, and watch what its metrics watch', async () => {
    const { Dimensions } = errorsOf('pay');
    const metric = { Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions };
    const { data } = await collecting({
      metricAlarms: [
        {
          AlarmName: 'rate',
          Metrics: [
            { Id: 'e', MetricStat: { Metric: metric, Period: 60, Stat: 'Sum' } },
            { Id: 'r', Expression: 'e/2' },
          ],
        },
      ],
    });
    expect(data.alarms).toMatchObject([{ name: 'rate', metric: null, dimensions: {}, watches: ['lambda pay'] }]);
  });

  it('watch through others: a composite one what the alarms below it do, even in a circle', async () => {
    const { data } = await collecting({
      compositeAlarms: [
        { AlarmName: 'top', AlarmRule: "ALARM(middle) OR ALARM('other')" },
        { AlarmName: 'middle', AlarmRule: 'OK("top") AND ALARM("arn:aws:cloudwatch:x:1:alarm:pay errors")' },
      ],
      metricAlarms: [errorsOf('pay')],
    });
    expect(data.alarms.map(({ name, watches }) => [name, watches])).toEqual([
      ['middle', ['lambda pay']],
      ['pay errors', ['lambda pay']],
      ['top', ['lambda pay']],
    ]);
  });

  it('watch log groups and hinted metrics of the scope', async () => {
    const group = '/aws/lambda/pay';
    const configuration = { QueryString: '', ScheduledQueryRoleARN: '', ScheduleConfiguration: undefined };
    const { data } = await collecting(
      {
        logAlarms: [
          {
            AlarmName: 'panics',
            ScheduledQueryConfiguration: {
              ...configuration,
              AggregationExpression: 'count(*)',
              LogGroupIdentifiers: [`arn:aws:logs:eu-central-1:123456789012:log-group:${group}`],
            },
          },
        ],
        metricAlarms: [{ AlarmName: 'queue', Namespace: 'Demo', MetricName: 'Depth', Dimensions: [] }],
      },
      {
        scope: {
          log_groups: [group],
          metrics: [{ namespace: 'Demo', name: 'Depth', dimensions: {}, statistic: 'Sum' }],
        },
      },
    );
    expect(data.alarms.map(({ watches }) => watches)).toEqual([[`log-group ${group}`], ['metric Demo Depth']]);
  });

  it.each([
    ['went into ALARM in the window', 'OK', 5, [changed('pay errors', 1, 'OK', 'ALARM')], true],
    ['was in ALARM since the baseline', 'ALARM', -5, [changed('pay errors', -5, 'OK', 'ALARM')], true],
    ['was in ALARM for days', 'ALARM', -6_000, [], true],
    ['left ALARM in the window', 'OK', 3, [changed('pay errors', 3, 'ALARM', 'OK')], true],
    ['left ALARM before the window', 'OK', -5, [changed('pay errors', -5, 'ALARM', 'OK')], false],
    ['is fine for days', 'OK', -6_000, [], false],
    ['changed after the window, from nobody knows what', 'ALARM', 60, [], null],
  ] as const)('that %s', async (_, state, sinceMinute, history, inAlarm) => {
    const { data } = await collecting({ metricAlarms: [errorsOf('pay', state, sinceMinute)], history });
    expect(data.alarms[0]?.in_alarm).toBe(inAlarm);
  });

  it('keep nothing from the end of the window on', async () => {
    const { data } = await collecting({
      metricAlarms: [errorsOf('pay')],
      history: [changed('pay errors', 30, 'OK', 'ALARM'), changed('pay errors', -31, 'OK', 'ALARM')],
    });
    expect(data.alarms[0]?.transitions).toEqual([]);
  });

  it('come page by page', async () => {
    const source = {
      metricAlarms: ['pay', 'ship', 'cart'].map((name) => errorsOf(name)),
      history: [1, 2, 3, 4].map((minute) => changed('pay errors', minute, 'OK', 'ALARM')),
    };
    const paged = await collecting({ ...source, itemsPerPage: 1 });
    expect(paged.data).toEqual((await collecting(source)).data);
    expect(paged.client.calls).toHaveLength(7);
  });
});

describe('the budget', () => {
  it('keeps alarms that watch the service first, then those that fired', async () => {
    const { data, meter } = await collecting(
      {
        metricAlarms: [errorsOf('pay'), errorsOf('a'), errorsOf('b')],
        history: [changed('a errors', 1, 'ALARM', 'OK'), changed('b errors', 2, 'OK', 'ALARM')],
      },
      { rows: 2 },
    );
    expect(data.alarms.map(({ name }) => name)).toEqual(['a errors', 'pay errors']);
    expect(meter.cuts).toEqual([{ what: 'rows', subject: 'alarms', limit: 2, dropped: 1 }]);
  });
});

describe('faults of the source', () => {
  const refusing = (refused: FakeAlarmsCall) => (call: FakeAlarmsCall) => {
    if (call === refused) throw awsError('AccessDeniedException');
  };

  it('tells of changes without knowing the alarms, when they may not be described', async () => {
    const { data, reasons, answered } = await collecting({
      history: [changed('pay errors', 1, 'OK', 'ALARM', 'CompositeAlarm')],
      onCall: refusing('DescribeAlarms'),
    });
    expect(data.alarms).toMatchObject([{ name: 'pay errors', kind: 'composite', watches: [], in_alarm: true }]);
    expect(reasons).toMatchObject([
      { code: 'access_denied', fix: expect.stringContaining('cloudwatch:DescribeAlarms on *') },
    ]);
    expect(answered).toBe(1);
  });

  it('tells which alarms watch the service, but not their state, without their history', async () => {
    const { data, reasons } = await collecting({
      metricAlarms: [errorsOf('pay', 'ALARM')],
      onCall: refusing('DescribeAlarmHistory'),
    });
    expect(data.alarms).toMatchObject([{ name: 'pay errors', watches: ['lambda pay'], in_alarm: null }]);
    expect(reasons).toMatchObject([{ code: 'access_denied' }]);
  });

  it('falls back to the summary when an item’s data is malformed, and counts what it cannot read', async () => {
    const item = changed('pay errors', 1, 'OK', 'ALARM');
    const { data, reasons } = await collecting({
      metricAlarms: [errorsOf('pay')],
      history: [
        { ...item, HistoryData: '{"version":"1.0","oldSt' },
        { ...item, HistoryData: '{}', HistorySummary: 'who knows' },
      ],
    });
    expect(data.alarms[0]?.transitions).toMatchObject([{ from: 'OK', to: 'ALARM', reason: '' }]);
    expect(reasons).toMatchObject([{ code: 'partial_data', message: expect.stringMatching(/^1 items/) }]);
  });

  it('says that an account has no alarms', async () => {
    const { reasons, answered } = await collecting({});
    expect({ codes: reasons.map(({ code }) => code), answered }).toEqual({ codes: ['not_found'], answered: 2 });
  });

  it('backs off when throttled and then succeeds', async () => {
    const onCall = (call: FakeAlarmsCall, count: number) => {
      if (call === 'DescribeAlarms' && count < 2) throw awsError('Throttling');
    };
    const { reasons, slept } = await collecting({ metricAlarms: [errorsOf('pay')], onCall });
    expect({ reasons, slept }).toEqual({ reasons: [], slept: [200, 400] });
  });

  it('stops when its time is up and keeps what it has', async () => {
    const source = { history: [changed('pay errors', 1, 'OK', 'ALARM')], metricAlarms: [errorsOf('pay')] };
    const { data, reasons, meter } = await collecting(source, { seconds: 5, msPerCall: 5_000 });
    expect(data.alarms).toHaveLength(1);
    expect(reasons).toMatchObject([{ code: 'timeout', subject: 'alarms' }]);
    expect(meter.cuts).toMatchObject([{ what: 'seconds' }]);
  });

  it('does not pass a bug of ours off as missing telemetry', async () => {
    const onCall = () => {
      throw new TypeError('x is not a function');
    };
    await expect(collecting({ onCall })).rejects.toThrow(TypeError);
  });
});
