import type { EvidenceBundle } from '@opsrunbook/analyzer';
import type { EvidenceDataOf, LogRowV1 } from '@opsrunbook/contracts';
import { sealCase } from '../../eval/seal-case.ts';
import { type Seeded, seeded } from '../seeded.ts';
import { calmLine, errorLine } from './log-lines.ts';

const START_MS = Date.parse('2026-03-03T12:00:00.000Z');
const LENGTH_MS = 100 * 60_000;
const WINDOWS = {
  window: { startMs: START_MS, endMs: START_MS + LENGTH_MS },
  baseline: { startMs: START_MS - LENGTH_MS, endMs: START_MS },
} as const;

/** Log rows of 12 groups, three quarters of them errors, most of them in the window. */
export const logRows = (count: number): readonly LogRowV1[] => {
  const chance = seeded(count);
  return Array.from({ length: count }, () => logRow(chance)).sort((a, b) => a.at_ms - b.at_ms);
};

const logRow = (chance: Seeded): LogRowV1 => {
  const period = chance.next() < 0.75 ? 'window' : 'baseline';
  const at_ms = WINDOWS[period].startMs + chance.below(LENGTH_MS);
  const at = new Date(at_ms).toISOString();
  const message = chance.next() < 0.75 ? errorLine(chance, at) : calmLine(chance, at);
  return { at_ms, period, group: `/aws/lambda/shop-${chance.below(12)}`, stream: `s-${chance.below(96)}`, message };
};

/** A sealed run with this many log rows and nothing else. */
export const rowsBundle = (count: number): EvidenceBundle =>
  sealCase(
    { name: `rows-${count}` },
    {
      ...WINDOWS,
      service: 'shop',
      title: 'Orders fail',
      parts: { 'cloudwatch-logs': { bin_seconds: 60, groups: [], bins: [], rows: [...logRows(count)] } },
    },
  );

/** A sealed run over this many entities: three series each, 40 points of 5 minutes, and a call graph in which each calls two others. */
export const entitiesBundle = (count: number): EvidenceBundle =>
  sealCase(
    { name: `entities-${count}` },
    {
      ...WINDOWS,
      service: 'shop-0',
      title: 'Orders are slow',
      parts: { 'cloudwatch-metrics': { series: seriesOf(count) }, 'service-graph': graphOf(count) },
    },
  );

const PERIOD_MS = 300_000;
const METRICS = [
  { metric: 'Duration', statistic: 'Average', level: 80 },
  { metric: 'Invocations', statistic: 'Sum', level: 900 },
  { metric: 'Errors', statistic: 'Sum', level: 2 },
] as const;

const seriesOf = (count: number): EvidenceDataOf<'cloudwatch-metrics'>['series'] => {
  const chance = seeded(count);
  const times_ms = Array.from({ length: 40 }, (_, point) => START_MS - LENGTH_MS + point * PERIOD_MS);
  return Array.from({ length: count }, (_, entity) =>
    METRICS.map(({ level, ...metric }) => ({
      ...metric,
      namespace: 'AWS/Lambda',
      dimensions: { FunctionName: `shop-${entity}` },
      period_seconds: PERIOD_MS / 1000,
      times_ms,
      values: times_ms.map((at) => level * (1 + chance.next() * 0.1 + (at > START_MS && entity % 7 === 3 ? 1 : 0))),
      complete: true,
    })),
  ).flat();
};

const graphOf = (count: number): EvidenceDataOf<'service-graph'> => {
  const calls = { requests: 900, errors: 0, faults: 2, throttles: 0, total_response_ms: 72_000 };
  const names = Array.from({ length: count }, (_, entity) => `shop-${entity}`);
  const edges = names.flatMap((caller, entity) =>
    [2 * entity + 1, 2 * entity + 2].flatMap((callee) =>
      callee < count ? [{ caller, callee: `shop-${callee}`, window: calls, baseline: calls }] : [],
    ),
  );
  const nodes = names.map((name) => ({
    id: name,
    name,
    type: 'AWS::Lambda::Function',
    window: calls,
    baseline: calls,
  }));
  return { nodes, edges, may_be_incomplete: false };
};
