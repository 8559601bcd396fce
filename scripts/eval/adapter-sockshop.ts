import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { MetricSeriesV1 } from '@opsrunbook/contracts';
import type { CaseSource, RecordedCase } from './case-source.ts';
import { parseCsv, readText } from './csv.ts';

/** Cases in folders at any depth that hold data.csv and inject_time.txt. */
export const sockshopCases = (dir: string, name = basename(dir)): readonly CaseSource[] =>
  readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => {
      const folder = join(dir, entry.name);
      const key = `${name}/${entry.name}`;
      return existsSync(join(folder, 'inject_time.txt'))
        ? [{ name: key, read: () => readCase(folder) }]
        : sockshopCases(folder, key);
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));

const readCase = (dir: string): RecordedCase => {
  const atMs = Math.round(Number(readText(join(dir, 'inject_time.txt')).trim()) * 1000);
  const path = join(dir, existsSync(join(dir, 'data.csv.gz')) ? 'data.csv.gz' : 'data.csv');
  const [header = [], ...rows] = parseCsv(readText(path));
  const timeColumn = Math.max(
    0,
    header.findIndex((name) => /^time(stamp)?$/i.test(name)),
  );
  const times = rows.map((row) => timeMs(row[timeColumn] ?? ''));
  const startMs = Math.min(...times);
  const period_seconds = periodOf(times);
  const series = header.flatMap((name, column): readonly MetricSeriesV1[] => {
    const [, service, metric] = /^([^_]+)_(.+)$/.exec(name) ?? [];
    if (column === timeColumn || service === undefined || metric === undefined) return [];
    const points = rows.flatMap((row, index) => {
      const text = row[column] ?? '';
      const value = Number(text);
      return text === '' || !Number.isFinite(value) ? [] : [{ at: times[index] ?? 0, value }];
    });
    const inOrder = points.toSorted((a, b) => a.at - b.at);
    return [
      {
        namespace: 'ContainerInsights',
        metric,
        dimensions: { Service: service },
        statistic: 'Average',
        period_seconds,
        times_ms: inOrder.map(({ at }) => at),
        values: inOrder.map(({ value }) => value),
        complete: true,
      },
    ];
  });
  return {
    window: { startMs: atMs, endMs: Math.max(...times) + period_seconds * 1000 },
    baseline: { startMs, endMs: atMs },
    service: 'front-end',
    title: 'service degraded',
    parts: { 'cloudwatch-metrics': { series: series.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)) } },
  };
};

const sortKey = ({ metric, dimensions }: MetricSeriesV1): string => JSON.stringify([metric, dimensions.Service]);

/** Unix seconds, or a date and time in UTC. */
const timeMs = (text: string): number => {
  const seconds = Number(text);
  return Number.isFinite(seconds)
    ? Math.round(seconds * 1000)
    : Date.parse(`${text.replace(' ', 'T').replace(/Z?$/, 'Z')}`);
};

const periodOf = (times: readonly number[]): number => {
  const steps = times.flatMap((at, index) => (index > 0 ? [at - (times[index - 1] ?? at)] : []));
  const usual = steps.toSorted((a, b) => a - b)[steps.length >> 1] ?? 1000;
  return Math.max(1, Math.round(usual / 1000));
};
