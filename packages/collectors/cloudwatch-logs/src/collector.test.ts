import { describe, expect, it } from '@jest/globals';
import {
  collectLogs,
  type GivenLogs,
  LOG_EVENTS,
  LOG_GROUPS,
  LOGS_WINDOW_START,
  LOGS_WINDOWS,
  logEventAt,
  MINUTE,
  messagesOf,
} from '@opsrunbook/testing';
import { createLogsCollector } from './collector.ts';

const collect = (given: GivenLogs) => collectLogs(createLogsCollector, given);

describe('the logs collector', () => {
  it('keeps error lines of window and baseline and the lines around the first errors, ordered, none twice', async () => {
    const { data, answered } = await collect({});
    expect(messagesOf(data.rows, 'window')).toEqual(['ERROR order lost', 'ERROR card refused', 'ERROR card refused']);
    expect(messagesOf(data.rows, 'baseline')).toEqual(['ERROR now and then']);
    expect(messagesOf(data.rows, 'context')).toEqual(['INFO charging', 'INFO rolled back']);
    expect(data.rows.map(({ at_ms }) => at_ms)).toEqual(data.rows.map(({ at_ms }) => at_ms).toSorted((a, b) => a - b));
    expect([answered, data.groups]).toEqual([2, LOG_GROUPS]);
  });

  it('counts lines and error lines per group and minute over baseline and window, in one query', async () => {
    const { data, fake } = await collect({});
    expect(data.bins).toEqual([
      { group: '/aws/lambda/order', start_ms: LOGS_WINDOW_START + MINUTE, lines: 1, errors: 1 },
      { group: '/aws/lambda/pay', start_ms: LOGS_WINDOW_START - 20 * MINUTE, lines: 1, errors: 0 },
      { group: '/aws/lambda/pay', start_ms: LOGS_WINDOW_START - 15 * MINUTE, lines: 1, errors: 1 },
      { group: '/aws/lambda/pay', start_ms: LOGS_WINDOW_START, lines: 1, errors: 0 },
      { group: '/aws/lambda/pay', start_ms: LOGS_WINDOW_START + MINUTE, lines: 2, errors: 1 },
      { group: '/aws/lambda/pay', start_ms: LOGS_WINDOW_START + 2 * MINUTE, lines: 1, errors: 1 },
    ]);
    expect(fake.started.filter(({ queryString }) => queryString?.includes('stats'))).toHaveLength(1);
  });

  it('gives the same evidence when the endpoint leaves stats out', async () => {
    const [aggregated, raw] = [await collect({}), await collect({ ignoresStats: true })];
    expect(raw.data).toEqual(aggregated.data);
  });

  it('counts the start of the window in it and its end out of it', async () => {
    const edges = [
      logEventAt(-1, 'ERROR before'),
      logEventAt(0, 'ERROR first'),
      logEventAt(10 * MINUTE - 1, 'ERROR last'),
      logEventAt(10 * MINUTE, 'ERROR after'),
    ];
    const { data } = await collect({ events: edges, groups: LOG_GROUPS });
    expect(messagesOf(data.rows, 'window')).toEqual(['ERROR first', 'ERROR last']);
    expect(messagesOf(data.rows, 'baseline')).toEqual(['ERROR before']);
    expect(data.bins.map(({ start_ms }) => start_ms)).not.toContain(LOGS_WINDOW_START + 10 * MINUTE);
  });

  it('asks for more than fifty groups in two queries', async () => {
    const scopeGroups = [...LOG_GROUPS, ...Array.from({ length: 70 }, (_, i) => `/ecs/svc-${i}`)];
    const { data, fake } = await collect({ scopeGroups, groups: scopeGroups });
    expect(fake.started.slice(0, 2).map(({ logGroupNames }) => logGroupNames?.length)).toEqual([50, 22]);
    expect([data.groups.length, data.bins.length, messagesOf(data.rows, 'window').length]).toEqual([72, 6, 3]);
  });

  it('adds up the bytes every query scanned, once', async () => {
    const { meter } = await collect({ scopeGroups: ['/aws/lambda/pay'] });
    const bytes = (from: number, to: number) =>
      LOG_EVENTS.filter(({ group, at_ms }) => group === '/aws/lambda/pay' && at_ms >= from && at_ms <= to).reduce(
        (sum, { message }) => sum + message.length,
        0,
      );
    const { window, baseline } = LOGS_WINDOWS;
    const around = [LOGS_WINDOW_START + MINUTE, LOGS_WINDOW_START + 2 * MINUTE].map((ms) =>
      bytes(ms - 10_000, ms + 10_000),
    );
    const expected = [
      bytes(window.startMs, window.endMs),
      bytes(baseline.startMs, window.endMs),
      bytes(baseline.startMs, baseline.endMs),
      ...around,
    ];
    expect(meter.spent.scanned_bytes).toBe(expected.reduce((a, b) => a + b, 0));
  });

  it('reads every page', async () => {
    const { data, meter } = await collect({ pageSize: 1 });
    expect(messagesOf(data.rows, 'window')).toHaveLength(3);
    expect(meter.cuts).toEqual([]);
  });

  it('counts the rows the budget has no room for, and counts error lines on the server instead', async () => {
    const events = Array.from({ length: 50 }, (_, i) => logEventAt(i * 1000, `ERROR ${i}`));
    const { data, meter, fake } = await collect({ events, groups: LOG_GROUPS, budget: { rows: 10 } });
    expect(messagesOf(data.rows, 'window')).toEqual([
      'ERROR 0',
      'ERROR 1',
      'ERROR 2',
      'ERROR 3',
      'ERROR 4',
      'ERROR 5',
      'ERROR 6',
      'ERROR 7',
    ]);
    expect(meter.cuts).toContainEqual({ what: 'rows', subject: 'errors in the window', limit: 10, dropped: 42 });
    expect(data.bins).toEqual([{ group: '/aws/lambda/pay', start_ms: LOGS_WINDOW_START, lines: 50, errors: 50 }]);
    expect(fake.started.filter(({ queryString }) => queryString?.includes('stats'))).toHaveLength(2);
  });

  it('counts the bytes the budget has no room for and keeps smaller rows', async () => {
    const events = [logEventAt(0, `ERROR ${'x'.repeat(5_000)}`), logEventAt(1_000, 'ERROR small')];
    const { data, meter } = await collect({ events, groups: LOG_GROUPS, budget: { bytes: 4_096 } });
    expect(messagesOf(data.rows, 'window')).toEqual(['ERROR small']);
    const cut = meter.cuts.find(({ what, subject }) => what === 'bytes' && subject === 'errors in the window');
    expect(cut?.dropped).toBeGreaterThan(5_000);
  });

  it('cuts the same rows in whatever order rows of one moment arrive', async () => {
    const events = Array.from({ length: 30 }, (_, i) => logEventAt(0, `ERROR ${i} ${'x'.repeat(200)}`));
    const given = { events, groups: LOG_GROUPS, budget: { bytes: 4_096 } };
    const [one, other] = [await collect(given), await collect({ ...given, shuffled: true })];
    expect(messagesOf(one.data.rows, 'window').length).toBeLessThan(30);
    expect(other.data).toEqual(one.data);
    expect(other.meter.cuts).toEqual(one.meter.cuts);
  });

  it('lets no baseline, however noisy, take the window’s rows', async () => {
    const noise = Array.from({ length: 500 }, (_, i) => logEventAt(-MINUTE - i * 10, `ERROR noise ${i}`));
    const { data, meter } = await collect({ events: [...noise, ...LOG_EVENTS], budget: { rows: 100 } });
    expect(messagesOf(data.rows, 'window')).toHaveLength(3);
    expect(messagesOf(data.rows, 'baseline')).toHaveLength(20);
    expect(meter.cuts).toContainEqual({ what: 'rows', subject: 'errors in the baseline', limit: 100, dropped: 481 });
  });

  it('reads surroundings of five streams, fifty lines each, the nearest ones', async () => {
    const streams = Array.from({ length: 8 }, (_, s) => `s${s}`);
    const events = streams.flatMap((stream, s) => [
      logEventAt(s * MINUTE, 'ERROR boom', '/aws/lambda/pay', stream),
      ...Array.from({ length: 80 }, (_, i) =>
        logEventAt(s * MINUTE - (i + 1) * 100, `step ${i}`, '/aws/lambda/pay', stream),
      ),
    ]);
    const { data } = await collect({ events, budget: { rows: 10_000 } });
    const around = data.rows.filter(({ period }) => period === 'context');
    expect([...new Set(around.map(({ stream }) => stream))]).toEqual(['s0', 's1', 's2', 's3', 's4']);
    expect(around).toHaveLength(250);
    expect(around.map(({ message }) => message)).not.toContain('step 50');
  });

  it('does not put a stream name it cannot quote into a query, and says so', async () => {
    const stream = "s' | stats count(*) | filter @log like 'x";
    const { reasons, fake } = await collect({
      events: [logEventAt(0, 'ERROR boom', '/aws/lambda/pay', stream)],
      groups: LOG_GROUPS,
    });
    expect(reasons).toMatchObject([{ code: 'unsupported', subject: `/aws/lambda/pay ${stream}` }]);
    expect(fake.started.some(({ queryString }) => queryString?.includes(stream))).toBe(false);
  });

  it('asks for whole seconds, distinct groups and no more rows than its share', async () => {
    const { fake } = await collect({ scopeGroups: [...LOG_GROUPS, ...LOG_GROUPS], budget: { rows: 1_000 } });
    expect(fake.started[0]).toMatchObject({
      logGroupNames: LOG_GROUPS,
      startTime: LOGS_WINDOWS.window.startMs / 1000,
      endTime: LOGS_WINDOWS.window.endMs / 1000,
      limit: 775,
    });
  });
});
