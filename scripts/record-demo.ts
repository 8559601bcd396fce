import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gatewayCall, type SettingsSecrets, settingsText } from '../lambdas/generate-logs/handler.ts';
import { type PaymentSettings, readSettings } from '../lambdas/generate-logs/payment-client.ts';
import { Shop } from '../lambdas/generate-logs/shop.ts';
import { type ExecutionRecord, executionRecord } from './record-demo/execution-record.ts';
import { FUNCTIONS, type FunctionName, LambdaHost, type Work } from './record-demo/lambda-host.ts';
import { lambdaMetrics, workflowMetrics } from './record-demo/measured-metrics.ts';
import { runOrderFlow, STATE_MACHINE_ARN } from './record-demo/order-flow.ts';
import { type Arrival, arrivals, TIMES } from './record-demo/schedule.ts';
import { SimulatedTime } from './record-demo/simulated-time.ts';
import { ROOT } from './repository.ts';

/** Orders handled at the same time; more would measure each other. */
const CONCURRENCY = 6;
const GATEWAY_TIMEOUT_MS = 1_000;
/** Replaced by made-up secrets when the recording is loaded, so that redaction has something to find. */
const SECRETS: SettingsSecrets = {
  ledger_url: '{{canary:password-url}}',
  gateway_token: '{{canary:bearer}}',
  receipts_secret_access_key: '{{canary:aws-secret}}',
};

const host = new LambdaHost();
const prices = { refreshedMs: 0 };
const settingsByVersion = new Map<number, PaymentSettings>();

/** Handles one order for real: the function that accepts it, and the workflow that calls the other two. */
const handle = async (arrival: Arrival): Promise<ExecutionRecord> => {
  const time = new SimulatedTime(arrival.atMs);
  let gatewayCalls = 0;
  const callGateway = () => {
    gatewayCalls += 1;
    const answersInMs = arrival.slowGateway && gatewayCalls === 1 ? GATEWAY_TIMEOUT_MS + 1 : 20 + Math.random() * 40;
    return gatewayCall(answersInMs, GATEWAY_TIMEOUT_MS);
  };
  const version = () => (time.nowMs() < TIMES.settingsChangeMs ? 41 : 42);
  const invoke = <T>(functionName: FunctionName, work: (shop: Shop, cold: boolean) => Promise<T>) => {
    const deployment = functionName === 'payment-charge' ? version() : 1;
    const run: Work<T> = (world, cold) => work(new Shop({ ...world, callGateway }, prices), cold);
    return host.invoke({ functionName, time, debug: arrival.debug, deployment }, run);
  };
  const order = await invoke('checkout-api', (shop) => shop.acceptOrder(arrival.order));
  const events = await runOrderFlow(
    { ...order, items: order.items.map((item) => ({ ...item })) },
    {
      chargeCard: () =>
        invoke('payment-charge', (shop, cold) => shop.chargeCard(order, settingsFor(version(), shop, cold))),
      confirmOrder: () => invoke('order-confirm', (shop) => shop.confirmOrder(order)),
    },
  );
  return executionRecord(order.order_id, events, time);
};

const settingsFor = (version: 41 | 42, shop: Shop, cold: boolean): PaymentSettings => {
  const known = settingsByVersion.get(version);
  if (known !== undefined && !cold) return known;
  const settings = readSettings(settingsText(version, SECRETS), shop);
  settingsByVersion.set(version, settings);
  return settings;
};

const handleAll = async (): Promise<readonly ExecutionRecord[]> => {
  const waiting = [...arrivals()];
  const records: ExecutionRecord[] = [];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) records.push(await handle(next));
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return records.sort((a, b) => (a.describe.startDate < b.describe.startDate ? -1 : 1));
};

/** Failed executions are kept, and the last few that succeeded. */
const kept = (executions: readonly ExecutionRecord[]): readonly ExecutionRecord[] => {
  const succeeded = executions.filter(({ describe }) => describe.status === 'SUCCEEDED').slice(-3);
  return executions.filter((one) => one.describe.status === 'FAILED' || succeeded.includes(one));
};

const iso = (ms: number): string => new Date(ms).toISOString();

const HEADER = {
  schema_version: '1',
  name: 'checkout-failure',
  description:
    'A checkout of three functions and a workflow, really run: a change of the payment settings at 12:08 makes Swiss orders fail while they are charged.',
  recorded_now: iso(TIMES.recordedNowMs),
  report: {
    service: 'checkout',
    environment: 'prod',
    title: 'Orders fail at checkout',
    severity: 'high',
    time_window: { start: iso(TIMES.windowStartMs), end: iso(TIMES.endMs) },
  },
  services: {
    checkout: {
      log_groups: FUNCTIONS.map((name) => `/aws/lambda/${name}`),
      metrics: [],
      state_machine_arns: [STATE_MACHINE_ARN],
      resources: FUNCTIONS.map((name) => ({ type: 'lambda', name })),
      repository: 'example-org/checkout',
      owners: ['team-checkout', 'team-payments'],
    },
  },
};

const jsonLines = (values: readonly object[]): string => `${values.map((value) => JSON.stringify(value)).join('\n')}\n`;

const executions = await handleAll();
const logs = host.lines.toSorted((a, b) => a.at_ms - b.at_ms);
const folder = join(ROOT, 'recordings', HEADER.name);
mkdirSync(folder, { recursive: true });
const files: Readonly<Record<string, string>> = {
  'recording.json': `${JSON.stringify(HEADER, null, 2)}\n`,
  'logs.jsonl': jsonLines(logs),
  'metrics.jsonl': jsonLines([...lambdaMetrics(host.invocations), ...workflowMetrics(executions)]),
  'step-functions.json': `${JSON.stringify({ executions: kept(executions) })}\n`,
};
for (const [name, text] of Object.entries(files)) {
  writeFileSync(join(folder, name), text);
  console.log(`${name} ${Math.round(text.length / 1024)} KB`);
}
console.log(
  `${executions.length} orders, ${executions.filter(({ describe }) => describe.status === 'FAILED').length} failed`,
);
