import { describe, expect, it } from '@jest/globals';
import { awsError } from '@opsrunbook/testing';
import { collecting, edgeTo, HOUR_MS, node, SCOPE, START_MS, shop, WINDOWS } from './test-setup.ts';

describe('the service graph', () => {
  it('has nodes and edges of window and baseline, times in milliseconds', async () => {
    const { data, reasons, asked, answered } = await collecting();
    expect(data.nodes.map(({ id }) => id)).toEqual(['api', 'client', 'job', 'orders', 'pay']);
    expect(data.edges.map(({ caller, callee }) => `${caller} > ${callee}`)).toEqual([
      'api > pay',
      'client > api',
      'pay > orders',
    ]);
    expect(data.edges[0]).toMatchObject({
      window: { requests: 200, errors: 40, faults: 20, throttles: 20, total_response_ms: 50_000 },
      baseline: { requests: 100 },
    });
    expect({ reasons, asked, answered }).toEqual({ reasons: [], asked: 2, answered: 2 });
  });

  it('may always be incomplete, because X-Ray samples', async () => {
    expect((await collecting()).data.may_be_incomplete).toBe(true);
  });

  it('counts nothing for a client, which X-Ray only sees calling', async () => {
    const { data } = await collecting();
    expect(data.nodes.find(({ id }) => id === 'client')).toMatchObject({
      type: 'client',
      window: null,
      baseline: null,
    });
  });

  it('tells nodes of one name apart by type, then by account', async () => {
    const services = () => [
      node(0, 'pay', 10, [edgeTo(1, 10)], 'AWS::Lambda'),
      node(1, 'pay', 10),
      { ...node(2, 'pay', 10), AccountId: '999999999999' },
    ];
    const { data } = await collecting({ services });
    expect(data.nodes.map(({ id }) => id)).toEqual([
      'pay AWS::Lambda',
      'pay AWS::Lambda::Function 123456789012',
      'pay AWS::Lambda::Function 999999999999',
    ]);
    expect(data.edges).toMatchObject([{ caller: 'pay AWS::Lambda', callee: 'pay AWS::Lambda::Function 123456789012' }]);
  });

  it('adds up the parts of a window longer than six hours', async () => {
    const windows = { ...WINDOWS, window: { startMs: START_MS, endMs: START_MS + 13 * HOUR_MS } };
    const { data, client } = await collecting({ services: shop }, { windows });
    expect(client.calls).toHaveLength(4);
    expect(data.nodes.find(({ id }) => id === 'pay')?.window).toMatchObject({
      requests: 600,
      total_response_ms: 150_000,
    });
  });

  it('follows pages, and edges across them', async () => {
    const paged = await collecting({ services: shop, itemsPerPage: 2 });
    expect(paged.data).toEqual((await collecting()).data);
    expect(paged.client.calls).toHaveLength(6);
  });

  it('keeps what is nearest to the service when the budget ends, and never an edge without its nodes', async () => {
    const { data, meter } = await collecting({ services: shop }, { rows: 5 });
    expect(data.nodes.map(({ id }) => id)).toEqual(['api', 'orders', 'pay']);
    expect(data.edges).toHaveLength(2);
    expect(meter.cuts).toEqual([{ what: 'rows', subject: 'nodes of the service graph', limit: 5, dropped: 2 }]);
  });

  it('knows an API by its stage and a queue by its URL', async () => {
    const services = () => [
      node(0, 'aaa', 10),
      node(1, 'shop/prod', 10),
      node(2, 'https://sqs.eu-central-1.amazonaws.com/123456789012/jobs', 10),
    ];
    const scope = {
      resources: [
        { type: 'api-gateway' as const, name: 'shop' },
        { type: 'sqs' as const, name: 'jobs' },
      ],
    };
    const { data } = await collecting({ services }, { scope, rows: 2 });
    expect(data.nodes.map(({ name }) => name)).not.toContain('aaa');
  });
});

describe('faults of the source', () => {
  it('says that nothing is traced when X-Ray saw no request', async () => {
    const { data, reasons, answered } = await collecting({});
    expect({ nodes: data.nodes, answered }).toEqual({ nodes: [], answered: 2 });
    expect(reasons).toMatchObject([{ code: 'not_found', fix: expect.stringContaining('active tracing') }]);
  });

  it('keeps the window when the baseline is refused', async () => {
    const onCall = (call: number) => {
      if (call === 1) throw awsError('AccessDeniedException');
    };
    const { data, reasons, answered } = await collecting({ services: shop, onCall });
    expect(data.nodes.find(({ id }) => id === 'pay')).toMatchObject({ window: { requests: 200 }, baseline: null });
    expect(reasons).toMatchObject([
      { code: 'access_denied', subject: 'service graph of the baseline', fix: expect.stringContaining('xray:Get') },
    ]);
    expect(answered).toBe(1);
  });

  it('keeps the pages it read before a later page failed', async () => {
    const onCall = (call: number) => {
      if (call === 1) throw awsError('InvalidRequestException');
    };
    const { data, reasons, answered } = await collecting({ services: shop, itemsPerPage: 3, onCall });
    expect(data.nodes.find(({ id }) => id === 'pay')?.window).toMatchObject({ requests: 200 });
    expect({ codes: reasons.map(({ code }) => code), answered }).toEqual({ codes: ['invalid_request'], answered: 2 });
  });

  it('backs off when throttled and then succeeds', async () => {
    const onCall = (call: number) => {
      if (call < 2) throw awsError('ThrottledException');
    };
    const { reasons, slept, meter } = await collecting({ services: shop, onCall });
    expect({ reasons, slept, calls: meter.spent.api_calls }).toEqual({ reasons: [], slept: [200, 400], calls: 4 });
  });

  it('stops when its time is up and keeps what it has', async () => {
    const { data, reasons, meter } = await collecting({ services: shop }, { seconds: 5, msPerCall: 5_000 });
    expect(data.nodes.length).toBeGreaterThan(0);
    expect(reasons).toMatchObject([{ code: 'timeout', subject: 'service graph of the baseline' }]);
    expect(meter.cuts).toMatchObject([{ what: 'seconds' }]);
  });

  it('does not pass a bug of ours off as missing telemetry', async () => {
    const onCall = () => {
      throw new TypeError('x is not a function');
    };
    await expect(collecting({ onCall }, { scope: SCOPE })).rejects.toThrow(TypeError);
  });
});
