/** What a metric measures, as far as its name tells in general terms. */
export const METRIC_KINDS = ['failure', 'latency', 'saturation', 'backlog', 'availability', 'volume', 'other'] as const;
export type MetricKind = (typeof METRIC_KINDS)[number];

const NAMES: readonly (readonly [MetricKind, RegExp])[] = [
  ['availability', /avail|success(?:rate|percent|ratio)|healthyhost|uptime/],
  [
    'failure',
    /error|fault|fail|throttl|5xx|4xx|reject|timed?out|abort|exception|dropped|deadletter|unhealthy|restart|oom|evict/,
  ],
  ['latency', /latency|duration|responsetime|elapsed|delay|integrationtime|waittime|p90|p95|p99/],
  ['backlog', /queue|backlog|age|lag|messagesvisible|notvisible|pending|depth/],
  ['saturation', /cpu|mem|util|usage|disk|iops|connection|concurren|heap|socket|threads/],
  [
    'volume',
    /load|network|bytes|throughput|request|invocation|count|workload|traffic|calls|messages|executions|consumed/,
  ],
];

/** The kind of a metric by its name, ignoring case and separators. */
export const metricKind = (metric: string): MetricKind => {
  const name = metric.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return NAMES.find(([, pattern]) => pattern.test(name))?.[0] ?? 'other';
};

/** Milliseconds in one unit of a latency metric: CloudWatch tells response times and disk latencies in seconds, all others in milliseconds. */
export const latencyUnitMs = (metric: string): number =>
  /responsetime|(?:read|write)latency/i.test(metric) ? 1000 : 1;

/** Which way is bad: more errors and latency, less availability; for volume and the unknown, either. */
export const badDirection = (kind: MetricKind): 'up' | 'down' | 'either' => {
  if (kind === 'availability') return 'down';
  return kind === 'volume' || kind === 'other' ? 'either' : 'up';
};

/** Whether a missing period means zero: CloudWatch leaves out periods of failure counts in which nothing failed. */
export const isMissingZero = (kind: MetricKind, statistic: string): boolean =>
  kind === 'failure' && (statistic === 'Sum' || statistic === 'SampleCount');
