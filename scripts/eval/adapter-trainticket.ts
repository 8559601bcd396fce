import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { LogRowV1, MetricSeriesV1, TraceSegmentV1 } from '@opsrunbook/contracts';
import type { WindowMs } from '@opsrunbook/evidence';
import * as z from 'zod';
import type { CaseSource, RecordedCase } from './case-source.ts';
import { csvRecords, parseCsv, readText } from './csv.ts';

const MINUTE_MS = 60_000;
/** What OpsRunbook reads before a window of some minutes. */
const BASELINE_MS = 30 * MINUTE_MS;

const Target = z.object({
  target: z.object({ timestamp: z.number(), windows: z.array(z.string()), faultFree: z.string() }),
});

/** Cases of the layout `<date>/case_HHMM/` beside that date's faultfree/ and metric/. */
export const trainticketCases = (dir: string): readonly CaseSource[] =>
  readdirSync(dir, { withFileTypes: true })
    .filter((date) => date.isDirectory())
    .flatMap((date) =>
      readdirSync(join(dir, date.name))
        .filter((name) => existsSync(join(dir, date.name, name, 'target.json')))
        .map((name) => ({
          name: `${basename(dir)}/${date.name}/${name}`,
          read: () => readCase(join(dir, date.name, name)),
        })),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));

const readCase = (dir: string): RecordedCase => {
  const { target } = Target.parse(JSON.parse(readText(join(dir, 'target.json'))));
  const atMs = target.timestamp * 1000;
  const tables = (folder: string, minutes: readonly string[], what: 'log' | 'trace') =>
    minutes.flatMap((minute) => csvRecords(join(folder, `${minute}_${what}.csv.gz`)));
  const healthy = join(dirname(dir), 'faultfree');
  const spans = tables(dir, target.windows, 'trace').map(segmentOf);
  const endMs = Math.ceil(Math.max(...spans.map(({ end_ms }) => end_ms))) + 1;
  // People report what they see from a little before the alert on: it speaks of the minute that ends with it, and comes late.
  const window = { startMs: atMs - 2 * MINUTE_MS, endMs };
  const baseline = { startMs: window.startMs - BASELINE_MS, endMs: window.startMs };
  const usualSpans = tables(healthy, [target.faultFree], 'trace').map(segmentOf);
  // The recording's one healthy minute stands for the minutes before the window, which it does not hold.
  const startMs = Math.min(window.startMs, ...spans.map(({ start_ms }) => start_ms));
  const shiftMs = Math.floor(startMs - Math.max(...usualSpans.map(({ end_ms }) => end_ms)));
  const shifted = usualSpans.map((span) => ({
    ...span,
    start_ms: span.start_ms + shiftMs,
    end_ms: span.end_ms + shiftMs,
  }));
  const segments = [...shifted, ...spans].map((span) => ({ ...span, period: periodOf(span.start_ms, window) }));
  const rows = [
    ...tables(healthy, [target.faultFree], 'log').map((record) => rowOf(record, shiftMs, window)),
    ...tables(dir, target.windows, 'log').map((record) => rowOf(record, 0, window)),
  ].toSorted(inRowOrder);
  const groups = [...new Set(rows.map(({ group }) => group))].sort();
  return {
    window,
    baseline,
    service: 'front-end',
    title: 'service degraded',
    parts: {
      'cloudwatch-logs': { bin_seconds: 60, groups, bins: [], rows },
      'cloudwatch-metrics': {
        series: metricSeries(join(dirname(dir), 'metric'), { startMs: baseline.startMs, endMs }),
      },
      traces: { segments: segments.toSorted(inSegmentOrder) },
    },
  };
};

const periodOf = (atMs: number, { startMs }: WindowMs): 'window' | 'baseline' =>
  atMs >= startMs ? 'window' : 'baseline';

/** A pod's name without its two hash parts. */
const serviceOf = (pod: string): string => pod.replace(/-[0-9a-z]+-[0-9a-z]+$/, '');

const milliseconds = (nanoseconds: string | undefined): number => Number(BigInt(nanoseconds ?? '0') / 1000n) / 1000;

type CsvRecord = Readonly<Record<string, string>>;

const segmentOf = (record: CsvRecord): TraceSegmentV1 => ({
  trace_id: record.TraceID ?? '',
  segment_id: record.SpanID ?? '',
  parent_id: record.ParentID === 'root' || record.ParentID === '' ? null : (record.ParentID ?? null),
  period: 'window',
  service: serviceOf(record.PodName ?? ''),
  operation: record.OperationName ?? '',
  start_ms: milliseconds(record.StartTimeUnixNano),
  end_ms: milliseconds(record.EndTimeUnixNano),
  error: false,
  fault: false,
  throttle: false,
  exceptions: [],
});

const LogLine = z.object({ log: z.string() });

const rowOf = (record: CsvRecord, shiftMs: number, window: WindowMs): LogRowV1 => {
  const at_ms = Math.floor(milliseconds(record.TimeUnixNano)) + shiftMs;
  const pod = record.PodName ?? '';
  const message = messageOf(record.Log ?? '');
  return { at_ms, period: periodOf(at_ms, window), group: serviceOf(pod), stream: pod, message };
};

/** The container runtime wraps each line in JSON; Logs Insights shows the line. */
const messageOf = (text: string): string => {
  if (!text.startsWith('{')) return text.trimEnd();
  const parsed = LogLine.safeParse(JSON.parse(text));
  return (parsed.success ? parsed.data.log : text).trimEnd();
};

const inRowOrder = (a: LogRowV1, b: LogRowV1): number =>
  a.at_ms - b.at_ms || textOrder(a.group, b.group) || textOrder(a.stream, b.stream) || textOrder(a.message, b.message);
const inSegmentOrder = (a: TraceSegmentV1, b: TraceSegmentV1): number =>
  textOrder(a.trace_id, b.trace_id) || a.start_ms - b.start_ms || textOrder(a.segment_id, b.segment_id);
const textOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The recording's columns under Container Insights' names; node-wide columns are not about the pod and stay out. */
const COLUMNS: Readonly<Record<string, readonly [metric: string, statistic: string]>> = {
  'CpuUsageRate(%)': ['pod_cpu_utilization', 'Average'],
  'MemoryUsageRate(%)': ['pod_memory_utilization', 'Average'],
  NetworkReceiveBytes: ['pod_network_rx_bytes', 'Average'],
  NetworkTransmitBytes: ['pod_network_tx_bytes', 'Average'],
  'PodClientLatencyP90(s)': ['pod_client_latency', 'p90'],
  'PodServerLatencyP90(s)': ['pod_server_latency', 'p90'],
  'PodWorkload(Ops)': ['pod_request_rate', 'Average'],
};

const metricSeries = (dir: string, { startMs, endMs }: WindowMs): MetricSeriesV1[] =>
  readdirSync(dir)
    .filter((file) => file.includes('_metric.csv'))
    .sort()
    .flatMap((file) => {
      const [header = [], ...rows] = parseCsv(readText(join(dir, file)));
      const at = header.indexOf('TimeStamp');
      const inside = rows.filter((row) => Number(row[at]) * 1000 >= startMs && Number(row[at]) * 1000 < endMs);
      const pod = file.replace(/_metric\.csv.*$/, '');
      return header.flatMap((name, column) => {
        const shape = COLUMNS[name];
        const kept = inside.filter((row) => row[column] !== '' && Number.isFinite(Number(row[column])));
        if (shape === undefined || kept.length === 0) return [];
        return [
          {
            namespace: 'ContainerInsights',
            metric: shape[0],
            dimensions: { PodName: pod, Service: serviceOf(pod) },
            statistic: shape[1],
            period_seconds: 60,
            times_ms: kept.map((row) => Number(row[at]) * 1000),
            values: kept.map((row) => Number(row[column])),
            complete: true,
          },
        ];
      });
    })
    .toSorted((a, b) => textOrder(a.metric + a.dimensions.PodName, b.metric + b.dimensions.PodName));
