import { describe, expect, it } from '@jest/globals';
import {
  awsError,
  collectLogs,
  type GivenLogs,
  LOG_GROUPS,
  LOGS_WINDOW_START,
  MINUTE,
  messagesOf,
} from '@opsrunbook/testing';
import { createLogsCollector } from './collector.ts';

const collect = (given: GivenLogs) => collectLogs(createLogsCollector, given);

describe('the logs collector in front of a failing source', () => {
  it('keeps the others when one of many groups is missing, and names the missing one', async () => {
    const scopeGroups = [...LOG_GROUPS, ...Array.from({ length: 30 }, (_, i) => `/ecs/svc-${i}`)];
    const groups = scopeGroups.filter((group) => group !== '/ecs/svc-7');
    const { data, reasons, asked, answered } = await collect({ scopeGroups, groups });
    expect(messagesOf(data.rows, 'window')).toHaveLength(3);
    expect(reasons).toMatchObject([{ code: 'not_found', subject: '/ecs/svc-7' }]);
    expect([asked, answered, data.groups.length]).toEqual([32, 31, 31]);
  });

  it('keeps the others when one group is denied, and names the permission on that group', async () => {
    const { data, reasons, fake } = await collect({
      onCall: (action, { logGroupNames }) => {
        if (action === 'startQuery' && logGroupNames?.includes('/aws/lambda/order'))
          throw awsError('AccessDeniedException');
      },
    });
    expect(data.groups).toEqual(['/aws/lambda/pay']);
    expect(reasons).toHaveLength(1);
    expect(reasons[0]?.fix).toContain('logs:StartQuery on arn:aws:logs:*:*:log-group:/aws/lambda/order:*');
    expect(fake.calls.filter(({ action }) => action === 'stopQuery').length).toBeGreaterThan(0);
  });

  it('is a gap with one reason per group when every group is missing', async () => {
    const { data, reasons, answered } = await collect({ groups: ['/other'] });
    expect(answered).toBe(0);
    expect(reasons.map(({ subject }) => subject)).toEqual(LOG_GROUPS);
    expect(data).toEqual({ bin_seconds: 60, groups: [], bins: [], rows: [] });
  });

  it('waits out a full house of queries with growing pauses', async () => {
    let refusals = 4;
    const { codes, clock, data } = await collect({
      onCall: (action) => {
        if (action === 'startQuery' && refusals-- > 0) throw awsError('LimitExceededException');
      },
    });
    expect(codes).toEqual([]);
    expect(clock.slept.slice(0, 4)).toEqual([200, 400, 800, 1600]);
    expect(messagesOf(data.rows, 'window')).toHaveLength(3);
  });

  it('tries three times when the service stumbles, then loses that query only', async () => {
    let polls = 0;
    const { codes, data, fake } = await collect({
      onCall: (action, { queryId }) => {
        if (action === 'getQueryResults' && queryId === 'query-1' && ++polls > 0)
          throw awsError('ServiceUnavailableException');
      },
    });
    expect([polls, codes]).toEqual([3, ['collector_failed']]);
    expect(data.bins).toEqual([]);
    expect(messagesOf(data.rows, 'window')).toHaveLength(3);
    expect(fake.calls).toContainEqual({ action: 'stopQuery', input: { queryId: 'query-1' } });
  });

  it.each(['Failed', 'Cancelled', 'Timeout', 'Unknown'] as const)(
    'keeps what a query had found when it ends as %s',
    async (status) => {
      const { codes, data, reasons } = await collect({ statuses: (query) => (query === 0 ? [status] : ['Complete']) });
      expect(codes).toEqual([status === 'Timeout' ? 'timeout' : 'partial_data']);
      expect(reasons[0]?.subject).toBe('errors in the window');
      expect(messagesOf(data.rows, 'window')).toHaveLength(2);
      expect(data.bins.find(({ start_ms }) => start_ms === LOGS_WINDOW_START + 2 * MINUTE)?.errors).toBe(1);
    },
  );

  it('stops a query that runs past the time, keeps its partial rows, and counts the seconds', async () => {
    const { data, meter, fake, clock } = await collect({ statuses: () => ['Running'] });
    expect(fake.calls.filter(({ action }) => action === 'stopQuery')).toHaveLength(1);
    expect(messagesOf(data.rows, 'window').length).toBeGreaterThan(0);
    expect(meter.cuts.map(({ what }) => what)).toContain('seconds');
    expect(clock.slept.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(60_000);
  });

  it('stops a query that scans past the budget, and still tells what was scanned', async () => {
    const { meter, fake, codes } = await collect({ budget: { scanned_bytes: 10 } });
    expect(fake.started).toHaveLength(1);
    expect(fake.calls.filter(({ action }) => action === 'stopQuery')).toHaveLength(1);
    expect(meter.spent.scanned_bytes).toBeGreaterThan(10);
    expect(meter.cuts).toContainEqual({
      what: 'scanned_bytes',
      subject: 'errors in the window',
      limit: 10,
      dropped: null,
    });
    expect(codes).toEqual([]);
  });

  it('keeps the pages it has when a later page fails', async () => {
    const { data, codes, reasons } = await collect({
      pageSize: 1,
      onCall: (action, input) => {
        if (action === 'getQueryResults' && input.queryId === 'query-0' && 'nextToken' in input)
          throw awsError('AccessDeniedException');
      },
    });
    expect(messagesOf(data.rows, 'window')).toHaveLength(1);
    expect(codes).toEqual(['access_denied']);
    expect(reasons[0]?.fix).toContain('logs:GetQueryResults on *');
  });

  it('reports a query it cannot stop, because it goes on scanning', async () => {
    const { reasons } = await collect({
      statuses: (query) => (query === 0 ? ['Unknown'] : ['Complete']),
      onCall: (action) => {
        if (action === 'stopQuery') throw awsError('AccessDeniedException');
      },
    });
    expect(reasons.map(({ fix }) => fix).join()).toContain('logs:StopQuery on *');
  });

  it('names a connection that failed by the system’s code, after three tries', async () => {
    const { codes, reasons, fake } = await collect({
      onCall: () => {
        throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
      },
    });
    expect(new Set(codes)).toEqual(new Set(['collector_failed']));
    expect(reasons[0]?.message).toContain('ECONNREFUSED');
    expect(fake.calls).toHaveLength(3 * 3);
  });
});
