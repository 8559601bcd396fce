import { ReportIncidentV1, ServiceCatalogueV1 } from '@opsrunbook/contracts';
import { loadRecording, type Recording } from '@opsrunbook/local';
import { recordingFolder } from '../../play-recording.ts';
import { type Seeded, seeded } from '../seeded.ts';
import { calmLine, errorLine } from './log-lines.ts';

type LogEvent = Recording['logs'][number];
type Execution = Recording['executions'][number];

const START_MS = Date.parse('2026-03-03T12:00:00.000Z');
/** 100 minutes of window and as many of baseline: 200 points of one minute. */
const LENGTH_MS = 100 * 60_000;
const GROUPS = 12;
const STREAMS = 8;
const STATE_MACHINE = 'arn:aws:states:eu-central-1:123456789012:stateMachine:order-flow';
const EXECUTIONS = 50;

/**
 * Lines of each kind: a few more errors than the 7,750 and 2,000 rows their shares of 10,000 hold, so that each share is full, and
 * calm lines around the first errors of every stream for the last 250.
 */
const LINES = { windowErrors: 7_900, baselineErrors: 2_100, calm: 8_000 } as const;
const CALM_MS = 30_000;

/** 61 functions × 8 metrics, one state machine with 8 and one ECS service with 4: the 500 series a budget allows. */
const SERVICE = {
  log_groups: Array.from({ length: GROUPS }, (_, group) => `/aws/lambda/shop-${group}`),
  state_machine_arns: [STATE_MACHINE],
  resources: [
    ...Array.from({ length: 61 }, (_, index) => ({ type: 'lambda', name: `shop-${index}` })),
    { type: 'ecs', name: 'shop/storefront' },
  ],
  owners: ['team-shop'],
};

/** An incident that fills every budget of config/collectors.json; equal on every machine. Its metrics are not recorded: `anyMetricData`. */
export const recordedMaximum = async (): Promise<Recording> => {
  const chance = seeded(20_260_303);
  const time_window = { start: new Date(START_MS).toISOString(), end: new Date(START_MS + LENGTH_MS).toISOString() };
  return {
    name: 'bench-maximum',
    description: 'Every budget full: 10,000 log rows, 500 series × 200 points, 50 failed executions.',
    attribution: undefined,
    recordedNow: new Date(START_MS + LENGTH_MS + 60_000).toISOString(),
    report: ReportIncidentV1.parse({
      service: 'shop',
      environment: 'prod',
      title: 'Orders fail',
      severity: 'high',
      time_window,
    }),
    catalogue: ServiceCatalogueV1.parse({ schema_version: '1', environments: ['prod'], services: { shop: SERVICE } }),
    logs: logsOf(chance),
    metrics: [],
    executions: await executionsOf(),
    canaries: [],
  };
};

const logsOf = (chance: Seeded): readonly LogEvent[] => [
  ...events(chance, { count: LINES.windowErrors, fromMs: START_MS, lengthMs: LENGTH_MS, line: errorLine }),
  ...events(chance, {
    count: LINES.baselineErrors,
    fromMs: START_MS - LENGTH_MS,
    lengthMs: LENGTH_MS,
    line: errorLine,
  }),
  ...events(chance, { count: LINES.calm, fromMs: START_MS - CALM_MS / 2, lengthMs: CALM_MS, line: calmLine }),
];

interface Lines {
  readonly count: number;
  readonly fromMs: number;
  readonly lengthMs: number;
  readonly line: (seeded: Seeded, at: string) => string;
}

const events = (chance: Seeded, { count, fromMs, lengthMs, line }: Lines): readonly LogEvent[] =>
  Array.from({ length: count }, () => {
    const at_ms = fromMs + chance.below(lengthMs);
    const group = chance.below(GROUPS);
    const stream = `2026/03/03/[$LATEST]${(group * STREAMS + chance.below(STREAMS)).toString(16).padStart(32, '5e')}`;
    return { group: `/aws/lambda/shop-${group}`, stream, at_ms, message: line(chance, new Date(at_ms).toISOString()) };
  });

/** Copies of the executions that really failed in the demo's recording, one every two minutes of the window. */
const executionsOf = async (): Promise<readonly Execution[]> => {
  const { executions } = await loadRecording(recordingFolder('checkout-failure') ?? '');
  const failed = executions.filter(({ describe }) => describe.status === 'FAILED');
  return Array.from({ length: EXECUTIONS }, (_, index) => failed[index % failed.length]).flatMap((execution, index) =>
    execution === undefined ? [] : [copyOf(execution, index)],
  );
};

const copyOf = ({ describe, history }: Execution, index: number): Execution => {
  const shiftMs = START_MS + (index * LENGTH_MS) / EXECUTIONS - describe.startDate.getTime();
  const moved = (date: Date | undefined): Date => new Date((date?.getTime() ?? 0) + shiftMs);
  const name = `${describe.name}-${index}`;
  const executionArn = `${describe.executionArn}-${index}`;
  return {
    describe: {
      ...describe,
      name,
      executionArn,
      startDate: moved(describe.startDate),
      stopDate: moved(describe.stopDate),
    },
    history: history.map((event) => ({ ...event, timestamp: moved(event.timestamp) })),
  };
};
