import { enabledCollectors } from '@opsrunbook/contracts';
import { loadRecording, recordedTelemetry } from '@opsrunbook/local';
import { localConfiguration } from '../local-setup.ts';
import { recordingFolder } from '../play-recording.ts';
import { deployedTemplate, type Template } from './deployed-functions.ts';
import type { Section, Table } from './figures.ts';
import { type IncidentCounts, incidentCounts } from './incident-counts.ts';
import { anyMetricData } from './maximum/any-metric-data.ts';
import { recordedMaximum } from './maximum/recorded-maximum.ts';

/** List prices of us-east-1 in dollars, November 2026; docs/cost.md names their pages. */
const PRICES = {
  transition: 0.025 / 1_000,
  lambdaRequest: 0.2 / 1e6,
  gigabyteSecond: 0.000_013_333_4,
  metric: 0.01 / 1_000,
  put: 0.005 / 1_000,
  writeUnit: 0.625 / 1e6,
  readUnit: 0.125 / 1e6,
  event: 1 / 1e6,
  request: 1 / 1e6,
  scannedGigabyte: 0.005,
} as const;

/** A month of an alarm (standard resolution) and of a customer managed key. */
const MONTHLY = { 'AWS::CloudWatch::Alarm': 0.1, 'AWS::KMS::Key': 1 } as const;

/** Functions beside the collectors that one incident invokes: api, persist-snapshot, analyze, run-actions. */
const OTHER_FUNCTIONS = 4;
/** Seconds of 1 GB that all functions take together, cold starts included: measured by `--only memory` and `--only bundles`, rounded up. */
const OWN_SECONDS = { demo: 3, maximum: 8 } as const;
/** evidence.snapshot.persisted, incident.analyzed, incident.actions.completed. */
const EVENTS = 3;

/** What an incident costs by the calls it really makes, and what a stage costs when nothing happens. */
export const incidentCost = async (): Promise<Section> => {
  const demo = await loadRecording(recordingFolder('checkout-failure') ?? '');
  const maximum = await recordedMaximum();
  const counts = {
    demo: await incidentCounts(demo, recordedTelemetry(demo)),
    maximum: await incidentCounts(maximum, { ...recordedTelemetry(maximum), metrics: anyMetricData() }),
  };
  return {
    title: 'Cost',
    figures: [],
    tables: [incidentTable(counts.demo, counts.maximum), monthlyTable(await deployedTemplate())],
    notes: [
      'Lambda is billed while it waits for AWS, which no recording shows: `own` is the functions’ own time, `ceiling` adds every collector’s whole budget of seconds.',
      'Scanned: what the recordings hold, and at the ceiling the budget of scanned_bytes. Production log groups lie in between.',
    ],
  };
};

interface Line {
  readonly item: string;
  readonly price: number;
  readonly demo: number;
  readonly maximum: number;
  readonly ceiling: number;
}

const linesOf = (demo: IncidentCounts, maximum: IncidentCounts): readonly Line[] => {
  const { collectors } = localConfiguration();
  const names = enabledCollectors(collectors);
  const budgets = names.map((name) => collectors.collectors[name]?.budget);
  const reading = budgets.reduce((seconds, budget) => seconds + (budget?.seconds ?? 0), 0);
  const scanned = budgets.reduce((bytes, budget) => bytes + (budget?.scanned_bytes ?? 0), 0);
  const alike = (item: string, price: number, count: number): Line => ({
    item,
    price,
    demo: count,
    maximum: count,
    ceiling: count,
  });
  const counted = (item: string, price: number, of: (counts: IncidentCounts) => number): Line => ({
    item,
    price,
    demo: of(demo),
    maximum: of(maximum),
    ceiling: of(maximum),
  });
  return [
    alike('HTTP API requests', PRICES.request, 1),
    alike('state transitions', PRICES.transition, names.length + 2),
    alike('Lambda requests', PRICES.lambdaRequest, names.length + OTHER_FUNCTIONS),
    { item: 'Lambda GB-s', price: PRICES.gigabyteSecond, ...OWN_SECONDS, ceiling: reading + OWN_SECONDS.maximum },
    counted('GetMetricData metrics', PRICES.metric, ({ metrics }) => metrics),
    counted('Logs Insights queries', 0, ({ logQueries }) => logQueries),
    {
      ...counted('Logs Insights GB', PRICES.scannedGigabyte, (counts) => counts.scannedBytes / 1e9),
      ceiling: scanned / 1e9,
    },
    counted('S3 PUT', PRICES.put, ({ objectsWritten }) => objectsWritten),
    counted('DynamoDB writes', PRICES.writeUnit, ({ operations }) => total(operations, /Put|Update|Delete|Write/)),
    counted('DynamoDB reads', PRICES.readUnit, ({ operations }) => total(operations, /Get|Query/)),
    alike('events', PRICES.event, EVENTS),
  ];
};

const total = (operations: ReadonlyMap<string, number>, kind: RegExp): number =>
  [...operations].reduce((sum, [name, count]) => sum + (kind.test(name) ? count : 0), 0);

const dollars = (amount: number): string => `$${amount.toFixed(6)}`;

const incidentTable = (demo: IncidentCounts, maximum: IncidentCounts): Table => {
  const lines = linesOf(demo, maximum);
  const cost = (column: 'demo' | 'maximum' | 'ceiling') =>
    lines.reduce((sum, line) => sum + line[column] * line.price, 0);
  const count = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(4));
  return {
    caption: 'One incident',
    columns: ['Item', 'price each', 'demo', 'maximum', 'ceiling', 'demo $', 'maximum $', 'ceiling $'],
    rows: [
      ...lines.map(({ item, price, ...counts }) => [
        item,
        `$${Number(price.toPrecision(6))}`,
        ...[counts.demo, counts.maximum, counts.ceiling].map(count),
        ...[counts.demo, counts.maximum, counts.ceiling].map((number) => dollars(number * price)),
      ]),
      ['**sum**', '', '', '', '', ...(['demo', 'maximum', 'ceiling'] as const).map((column) => dollars(cost(column)))],
    ],
  };
};

const monthlyTable = ({ Resources }: Template): Table => {
  const rows = Object.entries(MONTHLY).map(([type, price]) => {
    const count = Object.values(Resources).filter(({ Type }) => Type === type).length;
    return { type, count, price, cost: count * price };
  });
  return {
    caption: 'One dev stage for a month without an incident',
    columns: ['Resource', 'count', 'price each', '$ a month'],
    rows: [
      ...rows.map(({ type, count, price, cost }) => [type, String(count), `$${price}`, `$${cost.toFixed(2)}`]),
      ['**sum**', '', '', `$${rows.reduce((sum, { cost }) => sum + cost, 0).toFixed(2)}`],
    ],
  };
};
