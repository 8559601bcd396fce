import { describe, expect, it } from '@jest/globals';
import { collectionStatus } from '@opsrunbook/evidence';
import { awsError, FakeClock, FakeCloudWatch } from '@opsrunbook/testing';
import fc from 'fast-check';
import { createMetricsCollector } from './collect-metrics.ts';
import { collecting, held, hint, MINUTE_MS, WINDOWS } from './test-setup.ts';

describe('reading metrics', () => {
  it('reads a hinted metric over baseline and window in one range, times ascending', async () => {
    const { data, cloudWatch, asked, answered, reasons } = await collecting(
      { metrics: [hint('Latency')] },
      { metrics: [held('Latency')] },
    );
    expect(data.series).toHaveLength(1);
    expect(data.series[0]).toMatchObject({ namespace: 'Demo', metric: 'Latency', period_seconds: 60, complete: true });
    expect(data.series[0]?.times_ms[0]).toBe(WINDOWS.baseline.startMs);
    expect(data.series[0]?.times_ms.at(-1)).toBe(WINDOWS.window.endMs - MINUTE_MS);
    expect(data.series[0]?.values).toEqual(Array.from({ length: 60 }, (_, minute) => minute));
    expect({ asked, answered, reasons, calls: cloudWatch.calls.length }).toEqual({
      asked: 1,
      answered: 1,
      reasons: [],
      calls: 1,
    });
    expect(JSON.stringify(cloudWatch.call(0))).not.toContain('Unit');
    expect(cloudWatch.call(0).ScanBy).toBe('TimestampAscending');
  });

  it('asks for a metric once when a hint and a pack both name it', async () => {
    const { cloudWatch, data } = await collecting(
      {
        resources: [{ type: 'lambda', name: 'pay' }],
        metrics: [hint('Errors', { namespace: 'AWS/Lambda', dimensions: { FunctionName: 'pay' }, statistic: 'Sum' })],
      },
      { metrics: [held('Errors', { namespace: 'AWS/Lambda', dimensions: { FunctionName: 'pay' }, statistic: 'Sum' })] },
    );
    const errors = cloudWatch
      .call(0)
      .MetricDataQueries?.filter((query) => query.MetricStat?.Metric?.MetricName === 'Errors');
    expect(errors).toHaveLength(1);
    expect(data.series[0]?.resource).toEqual({ type: 'lambda', name: 'pay' });
  });

  it('keeps no series and gives no reason for silent pack metrics, as long as something speaks', async () => {
    const { data, reasons } = await collecting(
      { resources: [{ type: 'lambda', name: 'pay' }] },
      { metrics: [held('Errors', { namespace: 'AWS/Lambda', dimensions: { FunctionName: 'pay' }, statistic: 'Sum' })] },
    );
    expect(data.series.map(({ metric }) => metric)).toEqual(['Errors']);
    expect(reasons).toEqual([]);
  });

  it('names a hinted metric without a datapoint, and what to check', async () => {
    const { reasons, asked, answered } = await collecting(
      { metrics: [hint('Latncy')] },
      { metrics: [held('Latency')] },
    );
    expect(reasons).toMatchObject([{ code: 'not_found', subject: 'Demo Latncy {Node=a} Average' }]);
    expect(reasons[0]?.fix).toContain('dimension');
    expect({ asked, answered }).toEqual({ asked: 1, answered: 1 });
  });

  it('says so when no metric of any resource has a datapoint', async () => {
    const { reasons, data } = await collecting({ resources: [{ type: 'sqs', name: 'typo' }] });
    expect(data.series).toEqual([]);
    expect(reasons).toMatchObject([{ code: 'not_found' }]);
  });

  it('answers an empty scope with nothing asked and the way to mend it', async () => {
    const { asked, answered, reasons, cloudWatch } = await collecting({});
    expect({ asked, answered, calls: cloudWatch.calls.length }).toEqual({ asked: 0, answered: 0, calls: 0 });
    expect(reasons).toMatchObject([{ code: 'nothing_to_read' }]);
  });

  it('gives the same series in the same order whatever the order of the hints', async () => {
    const names = ['Alpha', 'Beta', 'Gamma', 'Delta', 'Echo'];
    const metrics = names.map((name) => held(name));
    const expected = (await collecting({ metrics: names.map((name) => hint(name)) }, { metrics })).data;
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(names, { minLength: names.length }), async (shuffled) => {
        const { data } = await collecting({ metrics: shuffled.map((name) => hint(name)) }, { metrics });
        expect(data).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });
});

describe('pages and statuses', () => {
  it('merges the pages of a metric; complete once the last page says so', async () => {
    const { data, reasons, cloudWatch } = await collecting(
      { metrics: [hint('A'), hint('B')] },
      { metrics: [held('A'), held('B')], pointsPerPage: 50 },
    );
    expect(cloudWatch.calls).toHaveLength(3);
    expect(data.series.map(({ values, complete }) => [values.length, complete])).toEqual([
      [60, true],
      [60, true],
    ]);
    expect(reasons).toEqual([]);
  });

  it.each([
    ['PartialData', 'partial_data'],
    ['InternalError', 'partial_data'],
    ['Forbidden', 'access_denied'],
  ] as const)('marks a series that ends as %s incomplete, with reason %s', async (finalStatus, code) => {
    const { data, reasons } = await collecting({ metrics: [hint('A')] }, { metrics: [held('A', { finalStatus })] });
    expect(data.series[0]?.complete).toBe(false);
    expect(reasons).toMatchObject([{ code, subject: 'Demo A {Node=a} Average' }]);
  });

  it('sends no more than 500 queries a call', async () => {
    const resources = Array.from({ length: 60 }, (_, n) => ({ type: 'lambda' as const, name: `f${n}` }));
    const { cloudWatch, asked, meter } = await collecting({ resources }, {}, { series: 500 });
    expect(cloudWatch.calls.map(({ MetricDataQueries }) => MetricDataQueries?.length)).toEqual([480]);
    expect({ asked, cuts: meter.cuts }).toEqual({ asked: 480, cuts: [] });
  });

  it('finds the one invalid metric and reads all others', async () => {
    const metrics = [hint('A'), hint('B', { namespace: ':bad' }), hint('C'), hint('D')];
    const { data, reasons, asked, answered } = await collecting(
      { metrics },
      { metrics: [held('A'), held('C'), held('D')] },
    );
    expect(data.series.map(({ metric }) => metric)).toEqual(['A', 'C', 'D']);
    expect(reasons).toMatchObject([{ code: 'invalid_request' }]);
    expect({ asked, answered }).toEqual({ asked: 4, answered: 3 });
  });
});

describe('budgets', () => {
  it('does not ask for series beyond the budget and counts them, hinted metrics first', async () => {
    const { data, meter, cloudWatch, asked, answered } = await collecting(
      { metrics: [hint('A')], resources: [{ type: 'lambda', name: 'pay' }] },
      { metrics: [held('A')] },
      { series: 3 },
    );
    expect(cloudWatch.call(0).MetricDataQueries?.map((query) => query.MetricStat?.Metric?.MetricName)).toEqual([
      'A',
      'Errors',
      'Invocations',
    ]);
    expect(meter.cuts).toEqual([{ what: 'series', subject: 'cloudwatch-metrics', limit: 3, dropped: 6 }]);
    expect(data.series).toHaveLength(1);
    expect(collectionStatus({ asked, answered, reasons: [] }, meter.cuts)).toBe('partial');
  });

  it('takes a coarser period rather than lose points', async () => {
    const { cloudWatch } = await collecting(
      { metrics: [hint('A'), hint('B')] },
      { metrics: [held('A')] },
      { points: 100 },
    );
    expect(cloudWatch.call(0).MetricDataQueries?.[0]?.MetricStat?.Period).toBe(300);
  });

  it('drops what exceeds the bytes while reading, counts it, and marks the series', async () => {
    const { data, meter } = await collecting(
      { metrics: [hint('A'), hint('B')] },
      { metrics: [held('A'), held('B')] },
      { bytes: 1_100 },
    );
    expect(data.series.map(({ metric }) => metric)).toEqual(['A']);
    expect(meter.cuts).toMatchObject([{ what: 'bytes', subject: 'Demo B {Node=a} Average' }]);
  });

  it('stops when its time is up and keeps what it has', async () => {
    const { data, reasons, meter, answered } = await collecting(
      { metrics: [hint('A'), hint('B')] },
      { metrics: [held('A'), held('B')], pointsPerPage: 60 },
      { seconds: 10, msPerCall: 10_000 },
    );
    expect({ kept: data.series.map(({ metric }) => metric), answered }).toEqual({ kept: ['A'], answered: 1 });
    expect(reasons).toMatchObject([{ code: 'timeout' }]);
    expect(meter.cuts).toMatchObject([{ what: 'seconds' }]);
  });
});

describe('faults of the source', () => {
  it('backs off when throttled and then succeeds', async () => {
    const onCall = (call: number) => {
      if (call < 2) throw awsError('ThrottlingException');
    };
    const { data, reasons, slept, meter } = await collecting(
      { metrics: [hint('A')] },
      { metrics: [held('A')], onCall },
    );
    expect(data.series).toHaveLength(1);
    expect({ reasons, slept, calls: meter.spent.api_calls }).toEqual({ reasons: [], slept: [200, 400], calls: 3 });
  });

  it('gives up throttled calls within its time', async () => {
    const onCall = () => {
      throw awsError('Throttling');
    };
    const { reasons, slept, answered } = await collecting({ metrics: [hint('A')] }, { onCall }, { seconds: 1 });
    expect(reasons).toMatchObject([{ code: 'throttled' }]);
    expect({ slept, answered }).toEqual({ slept: [200, 400], answered: 0 });
  });

  it('names the permission that is missing', async () => {
    const onCall = () => {
      throw awsError('AccessDenied');
    };
    const { reasons, data } = await collecting({ metrics: [hint('A')] }, { onCall });
    expect(data.series).toEqual([]);
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatchObject({
      code: 'access_denied',
      fix: 'allow cloudwatch:GetMetricData on * to the role of this collector',
    });
  });

  it('keeps the pages it read before a later page failed', async () => {
    const onCall = (call: number) => {
      if (call === 1) throw awsError('AccessDenied');
    };
    const source = { metrics: [held('A'), held('B')], pointsPerPage: 60, onCall };
    const { data, answered } = await collecting({ metrics: [hint('A'), hint('B')] }, source);
    expect(data.series.map(({ metric }) => metric)).toEqual(['A']);
    expect(answered).toBe(1);
  });

  it.each([
    ['TimeoutError', 'timeout'],
    ['InternalServiceFault', 'collector_failed'],
  ])('turns %s into reason %s', async (name, code) => {
    const onCall = () => {
      throw awsError(name, 'client');
    };
    expect((await collecting({ metrics: [hint('A')] }, { onCall })).reasons).toMatchObject([{ code }]);
  });

  it('does not pass a bug of ours off as missing telemetry', async () => {
    const onCall = () => {
      throw new TypeError('x is not a function');
    };
    await expect(collecting({ metrics: [hint('A')] }, { onCall })).rejects.toThrow(TypeError);
  });
});

describe('healthCheck', () => {
  const clock = new FakeClock(WINDOWS.window.endMs);

  it('is well when one small read succeeds', async () => {
    const client = new FakeCloudWatch({ nowMs: WINDOWS.window.endMs });
    expect(await createMetricsCollector({ client, clock }).healthCheck()).toEqual({ ok: true });
    expect(client.calls).toHaveLength(1);
  });

  it('names the missing permission otherwise', async () => {
    const onCall = () => {
      throw awsError('AccessDeniedException');
    };
    const client = new FakeCloudWatch({ nowMs: WINDOWS.window.endMs, onCall });
    expect(await createMetricsCollector({ client, clock }).healthCheck()).toMatchObject({
      ok: false,
      reason: { code: 'access_denied' },
    });
  });
});
