import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { MetricRefV1, MetricSeriesV1 } from '@opsrunbook/contracts';
import { petshopCases } from './eval/adapter-petshop.ts';
import type { RecordedCase } from './eval/case-source.ts';
import { ROOT } from './repository.ts';

const USAGE = `usage: node scripts/import-petshop.ts --source DIR [--case low_traffic/issue_0] [--name petshop-latency]

Makes recordings/NAME of the metric figures of one incident of the PetShop data set (CC-BY-4.0). It only reshapes: every
figure of the incident's own file, none of another recording.`;

/** What a report may hint. */
const MAX_HINTS = 100;

/** Of every node, what tells most: how long it takes, how often it is asked, how often it fails. */
const HINTED_STATISTICS = new Set(['Average', 'Sum']);
const MINUTE_MS = 60_000;

/** Nodes in the order a responder would look: the one that alarmed, what it calls, the rest; each group by requests. */
const nodesInOrder = ({ parts }: RecordedCase, alerting: string): readonly string[] => {
  const series = parts['cloudwatch-metrics']?.series ?? [];
  const requests = Map.groupBy(
    series.filter(({ statistic }) => statistic === 'Sum'),
    nodeOf,
  );
  const volume = (node: string): number =>
    (requests.get(node) ?? []).flatMap(({ values }) => values).reduce((sum, value) => sum + value, 0);
  const edges = parts['service-graph']?.edges ?? [];
  const called = new Set(edges.filter(({ caller }) => caller === alerting).map(({ callee }) => callee));
  const rank = (node: string): number => (node === alerting ? 0 : called.has(node) ? 1 : 2);
  return [...new Set(series.map(nodeOf))].sort(
    (a, b) => rank(a) - rank(b) || volume(b) - volume(a) || (a < b ? -1 : 1),
  );
};

const nodeOf = ({ dimensions }: MetricSeriesV1): string => dimensions.Service ?? '';

const hintsOf = (recorded: RecordedCase, alerting: string): readonly MetricRefV1[] => {
  const series = (recorded.parts['cloudwatch-metrics']?.series ?? []).filter((one) =>
    HINTED_STATISTICS.has(one.statistic),
  );
  const byNode = Map.groupBy(series, nodeOf);
  return nodesInOrder(recorded, alerting)
    .flatMap((node) => byNode.get(node) ?? [])
    .slice(0, MAX_HINTS)
    .map(({ namespace, metric, dimensions, statistic }) => ({ namespace, name: metric, dimensions, statistic }));
};

const iso = (ms: number): string => new Date(ms).toISOString();

const header = (name: string, recorded: RecordedCase) => {
  const alarm = recorded.parts.alarms?.alarms[0];
  const alertedMs = alarm?.transitions[0]?.at_ms;
  const alerting = alarm?.dimensions.Service;
  if (alarm === undefined || alertedMs === undefined || alerting === undefined)
    throw new TypeError('the case has no alarm');
  const startMs = alertedMs - (alertedMs % MINUTE_MS);
  return {
    schema_version: '1',
    name,
    description: `An incident of AWS's PetShop application with an injected fault: ${alarm.metric} of ${alerting} alarmed. Metrics only.`,
    recorded_now: iso(recorded.window.endMs + MINUTE_MS),
    report: {
      service: 'petshop',
      environment: 'prod',
      title: `${alarm.metric} of ${alerting} alarmed`,
      severity: 'high',
      time_window: { start: iso(startMs), end: iso(recorded.window.endMs) },
      hints: { metrics: hintsOf(recorded, alerting) },
    },
    services: { petshop: { log_groups: [], metrics: [], state_machine_arns: [], resources: [], owners: [] } },
    attribution:
      'Metric figures: PetShop data set, © Amazon.com, Inc. or its affiliates, CC BY 4.0; Hardt et al., CLeaR 2024 (PMLR 236). Reshaped; see ATTRIBUTION.md.',
  };
};

const { values: args } = parseArgs({
  options: {
    source: { type: 'string' },
    case: { type: 'string', default: 'low_traffic/issue_0' },
    name: { type: 'string', default: 'petshop-latency' },
  },
});
if (args.source === undefined) {
  console.error(USAGE);
  process.exit(2);
}
const source = args.source;
const recorded = petshopCases(source)
  .find(({ name }) => name.endsWith(`/${args.case}`))
  ?.read();
if (recorded === undefined) throw new TypeError(`there is no case ${args.case} in ${source}`);

const folder = join(ROOT, 'recordings', args.name);
mkdirSync(folder, { recursive: true });
const lines = (recorded.parts['cloudwatch-metrics']?.series ?? []).map(({ complete: _, ...line }) =>
  JSON.stringify(line),
);
writeFileSync(join(folder, 'recording.json'), `${JSON.stringify(header(args.name, recorded), null, 2)}\n`);
writeFileSync(join(folder, 'metrics.jsonl'), `${lines.join('\n')}\n`);
copyFileSync(join(source, 'LICENSE_DATASET'), join(folder, 'LICENSE_DATASET'));
copyFileSync(join(source, 'NOTICE'), join(folder, 'NOTICE'));
console.log(`${folder}: ${lines.length} series of ${args.case}`);
