import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { MetricSeriesV1 } from '@opsrunbook/contracts';
import * as z from 'zod';
import type { CaseSource, RecordedCase } from './case-source.ts';
import { parseCsv, readText } from './csv.ts';

const PERIOD_SECONDS = 300;
const PERIOD_MS = PERIOD_SECONDS * 1000;

const Target = z.object({
  target: z.object({ node: z.string(), metric: z.enum(['latency', 'availability']), timestamp: z.number() }),
});

/** Cases of the layout `<scenario>/<case>/metrics.csv[.gz]` beside the scenario's graph.csv. */
export const petshopCases = (dir: string): readonly CaseSource[] =>
  readdirSync(dir, { withFileTypes: true })
    .filter((scenario) => scenario.isDirectory())
    .flatMap((scenario) =>
      readdirSync(join(dir, scenario.name))
        .filter((name) => existsSync(join(dir, scenario.name, name, 'target.json')))
        .map((name) => ({
          name: `${basename(dir)}/${scenario.name}/${name}`,
          read: () => readCase(join(dir, scenario.name, name)),
        })),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));

const readCase = (dir: string): RecordedCase => {
  const { target } = Target.parse(JSON.parse(readText(join(dir, 'target.json'))));
  const table = parseCsv(readText(fileIn(dir, 'metrics.csv')));
  const [nodes = [], metrics = [], statistics = []] = table;
  const rows = table.slice(3).filter((row) => row[0] !== undefined && Number.isFinite(Number.parseFloat(row[0])));
  const times = rows.map((row) => Math.round(Number(row[0]) * 1000));
  const atMs = Math.round(target.timestamp * 1000);
  const startMs = times.findLast((time) => time <= atMs) ?? times[0] ?? atMs;
  const series = nodes.flatMap((node, column) =>
    column === 0
      ? []
      : (seriesOf({ node, metric: metrics[column] ?? '', statistic: statistics[column] ?? '' }, rows, column, times) ??
        []),
  );
  return {
    window: { startMs, endMs: (times.at(-1) ?? startMs) + PERIOD_MS },
    baseline: { startMs: Math.min(times[0] ?? startMs, startMs - PERIOD_MS), endMs: startMs },
    service: 'front-end',
    title: `${target.metric} alarm`,
    parts: {
      'cloudwatch-metrics': { series: series.sort((a, b) => (seriesKey(a) < seriesKey(b) ? -1 : 1)) },
      'service-graph': graphOf(join(dirname(dir), 'graph.csv'), new Set(nodes.slice(1))),
      alarms: { alarms: [alarmOf(target, atMs)] },
    },
  };
};

const fileIn = (dir: string, name: string): string =>
  existsSync(join(dir, `${name}.gz`)) ? join(dir, `${name}.gz`) : join(dir, name);

const seriesKey = ({ namespace, metric, dimensions, statistic }: MetricSeriesV1): string =>
  JSON.stringify([namespace, metric, dimensions, statistic]);

/** The names CloudWatch gives these measures for a node of this type; availability is kept as its complement. */
const shapeOf = (node: string, metric: string) => {
  const isLambda = /AWS::Lambda/.test(node);
  const namespace = /_(AWS::\w+)/.exec(node)?.[1]?.replace('::', '/') ?? 'X-Ray';
  if (metric === 'latency')
    return { namespace, metric: isLambda ? 'Duration' : 'ResponseTime', convert: isLambda ? inMilliseconds : same };
  if (metric === 'requests') return { namespace, metric: isLambda ? 'Invocations' : 'RequestCount', convert: same };
  return { namespace, metric: 'FaultRate', convert: (value: number) => 100 - value };
};

const same = (value: number): number => value;
/** CloudWatch tells Duration in milliseconds, response times in seconds. */
const inMilliseconds = (seconds: number): number => seconds * 1000;

const seriesOf = (
  { node, metric, statistic }: { readonly node: string; readonly metric: string; readonly statistic: string },
  rows: readonly (readonly string[])[],
  column: number,
  times: readonly number[],
): MetricSeriesV1 | undefined => {
  const shape = shapeOf(node, metric);
  const points = rows.flatMap((row, index) => {
    const text = row[column] ?? '';
    const value = Number(text);
    return text === '' || !Number.isFinite(value) ? [] : [{ at: times[index] ?? 0, value: shape.convert(value) }];
  });
  if (points.length === 0) return undefined;
  return {
    namespace: shape.namespace,
    metric: shape.metric,
    dimensions: { Service: node },
    statistic,
    period_seconds: PERIOD_SECONDS,
    times_ms: points.map(({ at }) => at),
    values: points.map(({ value }) => value),
    complete: true,
  };
};

const graphOf = (path: string, nodes: ReadonlySet<string>) => {
  const [header = [], ...rows] = existsSync(path) ? parseCsv(readText(path)) : [];
  const edges = rows
    .flatMap(([caller = '', ...cells]) =>
      cells.flatMap((cell, index) => (Number(cell) > 0 ? [{ caller, callee: header[index + 1] ?? '' }] : [])),
    )
    .map((edge) => ({ ...edge, window: null, baseline: null }))
    .sort((a, b) => (`${a.caller}\n${a.callee}` < `${b.caller}\n${b.callee}` ? -1 : 1));
  const ids = [...new Set([...nodes, ...header.slice(1)])].sort();
  return {
    nodes: ids.map((id) => ({ id, name: id, type: /_(.+)$/.exec(id)?.[1] ?? null, window: null, baseline: null })),
    edges,
    may_be_incomplete: true,
  };
};

const alarmOf = ({ node, metric }: z.infer<typeof Target>['target'], atMs: number) => ({
  name: `${metric} of ${node}`,
  kind: 'metric' as const,
  namespace: shapeOf(node, metric).namespace,
  metric: shapeOf(node, metric).metric,
  dimensions: { Service: node },
  transitions: [{ at_ms: atMs, from: 'OK' as const, to: 'ALARM' as const, reason: 'Threshold Crossed' }],
});
