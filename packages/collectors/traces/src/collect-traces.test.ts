import { describe, expect, it } from '@jest/globals';
import { awsError, type FakeTracesCall } from '@opsrunbook/testing';
import { slowAbove } from './choose-traces.ts';
import { filterExpressions } from './filter-expressions.ts';
import { collecting, SCOPE, trace, traceId } from './test-setup.ts';

const idsOf = (segments: readonly { readonly trace_id: string }[]) => segments.map(({ trace_id }) => trace_id);

describe('traces', () => {
  it('that failed, that are slow and that are usual are read, once each', async () => {
    const traces = [
      ...Array.from({ length: 20 }, (_, n) => trace(-20 + n)),
      trace(1, { isFailed: true, seconds: 5 }),
      trace(2, { seconds: 4 }),
      trace(3),
    ];
    const { data, reasons, client, asked, answered } = await collecting({ traces });
    expect(data.segments.filter(({ period }) => period === 'baseline')).toHaveLength(20);
    expect(idsOf(data.segments.filter(({ period }) => period === 'window'))).toEqual([traceId(1), traceId(2)]);
    expect(client.filters).toEqual([
      'service("pay") { fault = true OR error = true OR throttle = true }',
      'service("pay")',
      'service("pay") AND duration > 0.100',
    ]);
    expect({ reasons, asked, answered }).toEqual({ reasons: [], asked: 4, answered: 4 });
  });

  it('that are hinted are read before anything is searched, whatever their time', async () => {
    const { data, client } = await collecting(
      { traces: [trace(-600, { services: ['other'] }), trace(1, { isFailed: true })] },
      { scope: { ...SCOPE, trace_ids: [traceId(-600)] } },
    );
    expect(client.calls[0]?.call).toBe('BatchGetTraces');
    expect(idsOf(data.segments)).toEqual([traceId(-600), traceId(1)]);
  });

  it('need no resource when they are hinted', async () => {
    const { data, asked, answered } = await collecting({ traces: [trace(1)] }, { scope: { trace_ids: [traceId(1)] } });
    expect({ segments: data.segments.length, asked, answered }).toEqual({ segments: 1, asked: 1, answered: 1 });
  });

  it('of other services are not read', async () => {
    const { data } = await collecting({ traces: [trace(1, { isFailed: true, services: ['other'] })] });
    expect(data.segments).toEqual([]);
  });

  it('are fetched five at a time, and come page by page', async () => {
    const traces = Array.from({ length: 12 }, (_, n) => trace(1, { tail: n, isFailed: true }));
    const whole = await collecting({ traces });
    expect(whole.client.calls.filter(({ call }) => call === 'BatchGetTraces')).toHaveLength(3);
    expect((await collecting({ traces, itemsPerPage: 2 })).data).toEqual(whole.data);
  });

  it('are searched with as many filters as keep each within 2,000 characters', () => {
    const names = Array.from({ length: 80 }, (_, n) => `service-with-a-long-name-${n}`);
    const expressions = filterExpressions([...names, 'has"quote'], { kind: 'failed' });
    expect(Math.max(...expressions.map(({ length }) => length))).toBeLessThanOrEqual(2_000);
    expect(expressions.length).toBeGreaterThan(2);
    for (const name of names) expect(expressions.join()).toContain(`service("${name}")`);
    expect(expressions.join()).not.toContain('quote');
  });

  it('are slow above the 95th percentile of the baseline; nothing says what is slow without one', () => {
    const baseline = Array.from({ length: 21 }, (_, n) => ({ id: `${n}`, startMs: 0, seconds: n, isFailed: false }));
    expect(slowAbove(baseline)).toBe(19);
    expect(slowAbove([])).toBeUndefined();
  });
});

describe('the budget', () => {
  it('keeps some of each kind', async () => {
    const traces = [
      ...Array.from({ length: 40 }, (_, n) => trace(-20, { tail: n })),
      ...Array.from({ length: 40 }, (_, n) => trace(1, { tail: n, isFailed: true })),
      ...Array.from({ length: 40 }, (_, n) => trace(2, { tail: n, seconds: 1 + n })),
    ];
    const { data, meter } = await collecting({ traces }, { rows: 20 });
    const count = (minute: number) =>
      idsOf(data.segments).filter((id) => id.startsWith(traceId(minute).slice(0, 10))).length;
    expect([count(-20), count(1), count(2)]).toEqual([5, 10, 5]);
    expect(meter.cuts).toMatchObject([{ what: 'rows', subject: 'segments of traces', limit: 20 }]);
  });

  it('ends in time and keeps what it has', async () => {
    const { data, reasons, meter } = await collecting(
      { traces: [trace(1, { isFailed: true })] },
      { seconds: 20, msPerCall: 5_000 },
    );
    expect({ segments: data.segments.length, reasons }).toEqual({ segments: 1, reasons: [] });
    const late = await collecting({ traces: [trace(1, { isFailed: true })] }, { seconds: 15, msPerCall: 5_000 });
    expect(late.reasons).toMatchObject([{ code: 'timeout', subject: 'segments of traces' }]);
    expect([meter.cuts, late.meter.cuts.map(({ what }) => what)]).toEqual([[], ['seconds']]);
  });
});

describe('faults of the source', () => {
  it('asks once more for what was left unprocessed, then says what is missing', async () => {
    const traces = [trace(1, { isFailed: true }), trace(2, { isFailed: true })];
    const once = await collecting({ traces, unprocessed: { [traceId(1)]: 1 } });
    expect([once.data.segments.length, once.reasons]).toEqual([2, []]);
    const twice = await collecting({ traces, unprocessed: { [traceId(1)]: 2 } });
    expect(idsOf(twice.data.segments)).toEqual([traceId(2)]);
    expect(twice.reasons).toMatchObject([
      { code: 'partial_data', message: expect.stringContaining('1 traces unproc') },
    ]);
  });

  it('counts malformed documents and traces X-Ray cut, and keeps the rest', async () => {
    const whole = trace(1, { isFailed: true });
    const traces = [{ ...whole, documents: [...whole.documents, '{"id":'], isCut: true }];
    const { data, reasons } = await collecting({ traces });
    expect(data.segments).toHaveLength(1);
    expect(reasons.map(({ code, message }) => [code, message.slice(0, 20)])).toEqual([
      ['partial_data', '1 segment documents '],
      ['partial_data', '1 traces exceed X-Ra'],
    ]);
  });

  it('names hinted traces nobody knows', async () => {
    const { reasons } = await collecting({}, { scope: { trace_ids: [traceId(1)] } });
    expect(reasons).toMatchObject([{ code: 'not_found', subject: traceId(1) }]);
  });

  it('says that nothing is traced when X-Ray looked through nothing', async () => {
    const { reasons, answered } = await collecting({});
    expect(reasons).toMatchObject([{ code: 'not_found', fix: expect.stringContaining('active tracing') }]);
    expect(answered).toBe(3);
  });

  it('names the permission for reading when only searching is allowed', async () => {
    const onCall = (call: FakeTracesCall) => {
      if (call === 'BatchGetTraces') throw awsError('AccessDeniedException');
    };
    const { reasons, asked, answered } = await collecting({ traces: [trace(1, { isFailed: true })], onCall });
    expect(reasons).toMatchObject([{ code: 'access_denied', fix: expect.stringContaining('xray:BatchGetTraces') }]);
    expect([asked, answered]).toEqual([4, 3]);
  });

  it('reads what it found when a later search fails', async () => {
    const onCall = (call: FakeTracesCall, count: number) => {
      if (call === 'GetTraceSummaries' && count === 1) throw awsError('InvalidRequestException');
    };
    const { data, reasons, answered } = await collecting({ traces: [trace(1, { isFailed: true })], onCall });
    expect(data.segments).toHaveLength(1);
    expect({ codes: reasons.map(({ code }) => code), answered }).toEqual({ codes: ['invalid_request'], answered: 2 });
  });

  it('backs off when throttled and then succeeds', async () => {
    const onCall = (call: FakeTracesCall, count: number) => {
      if (call === 'BatchGetTraces' && count < 2) throw awsError('ThrottledException');
    };
    const { reasons, slept } = await collecting({ traces: [trace(1, { isFailed: true })], onCall });
    expect({ reasons, slept }).toEqual({ reasons: [], slept: [200, 400] });
  });

  it('does not pass a bug of ours off as missing telemetry', async () => {
    const onCall = () => {
      throw new TypeError('x is not a function');
    };
    await expect(collecting({ onCall })).rejects.toThrow(TypeError);
  });
});
