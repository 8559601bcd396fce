import { describe, expect, it } from '@jest/globals';
import { createLogsCollector } from '@opsrunbook/collector-cloudwatch-logs';
import type { ServiceCatalogueV1 } from '@opsrunbook/contracts';
import { createBudgetMeter } from '@opsrunbook/evidence';
import {
  collectLogs,
  FakeClock,
  LOG_EVENTS,
  LOG_GROUPS,
  LOGS_BUDGET,
  LOGS_WINDOW_START,
  LOGS_WINDOWS,
  scopeOf,
} from '@opsrunbook/testing';
import { recordedLogsInsights } from './recorded-logs-insights.ts';

const NO_SERVICES: ServiceCatalogueV1 = { schema_version: '1', environments: ['prod'], services: {} };
const recording = { logs: LOG_EVENTS, catalogue: NO_SERVICES };
const START = LOGS_WINDOWS.baseline.startMs / 1000;
const END = LOGS_WINDOWS.window.endMs / 1000;

const ask = async (queryString: string, input: { readonly limit?: number; readonly logGroupNames?: string[] } = {}) => {
  const logs = recordedLogsInsights(recording);
  const range = { startTime: START, endTime: END };
  const { queryId } = await logs.startQuery({ ...range, queryString, logGroupNames: LOG_GROUPS, ...input });
  const [first, second] = [await logs.getQueryResults({ queryId }), await logs.getQueryResults({ queryId })];
  const rows = second.results?.map((row) => Object.fromEntries(row.map(({ field, value }) => [field, value]))) ?? [];
  return { first, second, rows, logs, queryId };
};
const messages = async (query: string): Promise<unknown[]> =>
  (await ask(`fields @message | ${query}`)).rows.map((row) => row['@message']);

describe('recorded Logs Insights', () => {
  it('plays to the collector what the service would answer', async () => {
    const clock = new FakeClock();
    const meter = createBudgetMeter(LOGS_BUDGET, clock.remainingOf(60_000));
    const collector = createLogsCollector({ client: recordedLogsInsights(recording), clock });
    const played = await collector.collect(LOGS_WINDOWS, scopeOf({ log_groups: LOG_GROUPS }), meter);
    const expected = await collectLogs(createLogsCollector, {});
    expect(played.data).toEqual(expected.data);
    expect(played.reasons).toEqual([]);
    expect(meter.spent.scanned_bytes).toBe(expected.meter.spent.scanned_bytes);
  });

  it('runs for one poll, then tells rows, what matched and what was scanned', async () => {
    const { first, second } = await ask('fields @timestamp, @message | filter @message like /ERROR/ | limit 1');
    expect(first).toMatchObject({ status: 'Running', results: [] });
    const bytesScanned = LOG_EVENTS.reduce((sum, { message }) => sum + message.length, 0);
    expect(second.statistics).toEqual({ recordsMatched: 4, recordsScanned: 7, bytesScanned });
    expect(second.results).toHaveLength(1);
  });

  it('shows the fields asked for and the pointer, newest first unless sorted', async () => {
    const { rows } = await ask('fields @timestamp, @log | filter @message like "refused"');
    const log = '123456789012:/aws/lambda/pay';
    expect(rows).toEqual([
      { '@timestamp': '2026-03-03 12:02:00.000', '@log': log, '@ptr': 'recorded-event-7' },
      { '@timestamp': '2026-03-03 12:01:00.000', '@log': log, '@ptr': 'recorded-event-4' },
    ]);
  });

  it.each([
    ["filter @logStream = 's2'", ['ERROR card refused']],
    ['filter @message like /(?i)^error now/', ['ERROR now and then']],
    ['filter @message =~ /rolled|usual/ | sort @timestamp asc', ['INFO usual', 'INFO rolled back']],
    [
      'filter not (@message like /INFO/ or @message like /card/) | sort @message desc',
      ['ERROR order lost', 'ERROR now and then'],
    ],
    ['filter @logStream in ["s2", "s3"] and @message not like /INFO/', ['ERROR card refused']],
    [
      'filter @message != "INFO usual" and @timestamp < "2026-03-03 12:00:59" | sort @timestamp asc',
      ['ERROR now and then', 'INFO charging'],
    ],
  ])('understands %s', async (query, expected) => expect(await messages(query)).toEqual(expected));

  it('counts by group and minute', async () => {
    const { rows } = await ask(
      'filter @message like /ERROR/ | stats count(*) as n by @log, bin(1m) | sort n desc | limit 1',
    );
    expect(rows).toEqual([{ '@log': '123456789012:/aws/lambda/pay', 'bin(1m)': expect.any(String), n: '1' }]);
    expect((await ask('stats count(*) by bin(1h) as hour | sort hour asc')).rows).toEqual([
      { hour: '2026-03-03 11:00:00.000', 'count(*)': '2' },
      { hour: '2026-03-03 12:00:00.000', 'count(*)': '5' },
    ]);
  });

  it.each([
    ['parse @message "user=*" as user', /parse/],
    ['filter level = "error"', /level/],
    ['stats avg(@duration) by bin(1m)', /avg/],
    ['stats count(*) by bin(1y)', /bin\(1y\)/],
    ['fields @message | dedup @message', /dedup/],
    ['filter @message like /(/', /\(/],
    ['filter (@message like /a/', /\(/],
    ['sort @timestamp', /asc or desc/],
    ['limit ten', /ten/],
    ['fields @message | filter strlen(@message) > 3', /strlen/],
    ['fields @message # note', /# note/],
    ['', /empty stage/],
  ])('refuses %j and names the part', async (query, part) => {
    await expect(ask(query)).rejects.toMatchObject({
      name: 'MalformedQueryException',
      message: expect.stringMatching(part),
    });
  });

  it('knows the groups of its events and of its catalogue, and no others', async () => {
    await expect(ask('fields @message', { logGroupNames: ['/nope'] })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    const entry = { log_groups: ['/quiet'], metrics: [], state_machine_arns: [], resources: [], owners: [] };
    const logs = recordedLogsInsights({ logs: [], catalogue: { ...NO_SERVICES, services: { checkout: entry } } });
    const { queryId } = await logs.startQuery({
      startTime: START,
      endTime: END,
      queryString: 'fields @message',
      logGroupNames: ['/quiet'],
    });
    await logs.getQueryResults({ queryId });
    expect(await logs.getQueryResults({ queryId })).toMatchObject({ status: 'Complete', results: [] });
    expect(await logs.describeLogGroups({ limit: 1 })).toEqual({ logGroups: [{ logGroupName: '/quiet' }] });
  });

  it.each([
    [{ limit: 100_001 }, /limit/],
    [{ logGroupNames: Array.from({ length: 51 }, (_, i) => `g${i}`) }, /51 log groups/],
    [{ logGroupNames: [] }, /required/],
  ])('keeps the service’s limits: %j', async (input, message) => {
    await expect(ask('fields @message', input)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringMatching(message),
    });
  });

  it('hands out pages of 10,000', async () => {
    const logs = Array.from({ length: 10_001 }, (_, i) => ({
      group: 'g',
      stream: 's',
      at_ms: LOGS_WINDOW_START + i,
      message: 'm',
    }));
    const played = recordedLogsInsights({ logs, catalogue: NO_SERVICES });
    const query = {
      startTime: START,
      endTime: END,
      queryString: 'fields @message',
      logGroupNames: ['g'],
      limit: 100_000,
    };
    const { queryId } = await played.startQuery(query);
    await played.getQueryResults({ queryId });
    const page = await played.getQueryResults({ queryId });
    const last = await played.getQueryResults({ queryId, nextToken: page.nextToken });
    expect([page.results?.length, last.results?.length, last.nextToken]).toEqual([10_000, 1, undefined]);
  });

  it('stops a query that runs, and none that ended or never was', async () => {
    const { logs, queryId } = await ask('fields @message');
    await expect(logs.stopQuery({ queryId })).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(logs.stopQuery({ queryId: 'none' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const running = await logs.startQuery({
      startTime: START,
      endTime: END,
      queryString: 'fields @message',
      logGroupNames: LOG_GROUPS,
    });
    expect(await logs.stopQuery({ queryId: running.queryId })).toEqual({ success: true });
    expect((await logs.getQueryResults({ queryId: running.queryId })).status).toBe('Cancelled');
  });
});
