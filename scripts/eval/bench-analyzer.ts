import { performance } from 'node:perf_hooks';
import { analyze, mineTemplates } from '@opsrunbook/analyzer';
import type { LogRowV1, MetricSeriesV1 } from '@opsrunbook/contracts';
import type { RecordedCase } from './case-source.ts';
import { sealCase } from './seal-case.ts';
import { seededRandom } from './seeded-random.ts';

/** Analyzer speed as ratios measured in one run: template mining against JSON.parse of the same rows, and growth with rows and entities. */
const START_MS = Date.parse('2026-03-03T12:00:00.000Z');
const MINUTE_MS = 60_000;
const uniform = seededRandom('bench');
const number = (below: number): number => Math.floor(uniform() * below);

const STATEMENTS = [
  () => `INFO request ${number(1e9).toString(16)} served in ${number(900)} ms from 10.0.${number(255)}.${number(255)}`,
  () => `INFO cache hit for key user:${number(1e6)} size ${number(9000)} bytes`,
  () => `WARN retrying call of backend, attempt ${number(5)} of 5, request ${number(1e9).toString(16)}`,
  () => `ERROR connection refused by 10.1.${number(255)}.${number(255)}:5432 after ${number(3000)} ms`,
];

const logRow = (index: number, count: number): LogRowV1 => {
  const at_ms = START_MS + Math.floor((index / count) * 60 * MINUTE_MS) - 30 * MINUTE_MS;
  const message = STATEMENTS[number(STATEMENTS.length)]?.() ?? '';
  return {
    at_ms,
    period: at_ms < START_MS ? 'baseline' : 'window',
    group: `service-${index % 8}`,
    stream: 's',
    message,
  };
};

const seriesOf = (entity: number): MetricSeriesV1 => {
  const values = Array.from({ length: 60 }, (_, minute) => (minute >= 40 && entity % 10 === 0 ? 500 : 100) + number(9));
  return {
    namespace: 'AWS/Lambda',
    metric: 'Duration',
    dimensions: { FunctionName: `service-${entity}` },
    statistic: 'Average',
    period_seconds: 60,
    times_ms: values.map((_, minute) => START_MS + (minute - 30) * MINUTE_MS),
    values,
    complete: true,
  };
};

const recorded = (rowCount: number, entities: number): RecordedCase => ({
  window: { startMs: START_MS, endMs: START_MS + 30 * MINUTE_MS },
  baseline: { startMs: START_MS - 30 * MINUTE_MS, endMs: START_MS },
  service: 'bench',
  title: 'bench',
  parts: {
    'cloudwatch-logs': {
      bin_seconds: 60,
      groups: Array.from({ length: 8 }, (_, index) => `service-${index}`),
      bins: [],
      rows: Array.from({ length: rowCount }, (_, index) => logRow(index, rowCount)),
    },
    'cloudwatch-metrics': { series: Array.from({ length: entities }, (_, entity) => seriesOf(entity)) },
  },
});

/** Milliseconds of the fastest of three: the others waited for something else. */
const fastest = (work: () => void): number =>
  Math.min(
    ...[1, 2, 3].map(() => {
      const startedMs = performance.now();
      work();
      return performance.now() - startedMs;
    }),
  );

for (const [rows, entities] of [
  [1_000, 10],
  [10_000, 10],
  [100_000, 10],
  [1_000, 100],
  [1_000, 1_000],
] as const) {
  const one = recorded(rows, entities);
  const logs = one.parts['cloudwatch-logs']?.rows ?? [];
  const text = JSON.stringify(logs);
  const bundle = sealCase({ name: `bench ${rows} ${entities}` }, one);
  const parseMs = fastest(() => JSON.parse(text));
  const mineMs = fastest(() => mineTemplates(logs.map(({ message }) => message)));
  const analyzeMs = fastest(() => analyze(bundle));
  console.log(
    `${rows} rows, ${entities} entities: parse ${parseMs.toFixed(1)} ms, mine ${mineMs.toFixed(1)} ms (${(mineMs / parseMs).toFixed(1)} × parse, ${(text.length / 1e3 / mineMs).toFixed(1)} MB/s), analyze ${analyzeMs.toFixed(1)} ms`,
  );
}
