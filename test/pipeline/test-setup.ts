import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AcceptedV1, type CollectorName, type CollectorsConfigV1 } from '@opsrunbook/contracts';
import {
  createLocalSystem,
  type LocalSystemOptions,
  type Recording,
  recordedTelemetry,
  seededIdSource,
  type Telemetry,
} from '@opsrunbook/local';
import { FakeClock } from '@opsrunbook/testing';
import { localActions, localConfiguration } from '../../scripts/local-setup.ts';

const MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:orders';
const GROUP = '/aws/lambda/orders';
const WINDOW_START = Date.parse('2026-03-03T10:00:00Z');
const MINUTE = 60_000;

/** A small incident: from ten past, every order fails with the same error, in the log, in a metric and in the state machine. */
export const recordedIncident = (): Recording => {
  const minutes = Array.from({ length: 60 }, (_, at) => WINDOW_START - 30 * MINUTE + at * MINUTE);
  const isBad = (atMs: number) => atMs >= WINDOW_START + 10 * MINUTE;
  const failedAt = new Date(WINDOW_START + 12 * MINUTE);
  return {
    name: 'pipeline-test',
    description: 'orders fail',
    attribution: undefined,
    recordedNow: '2026-03-03T11:00:00Z',
    report: {
      service: 'orders',
      time_window: { start: '2026-03-03T10:00:00Z', end: '2026-03-03T10:30:00Z' },
      hints: {
        log_groups: [],
        metrics: [],
        state_machine_arns: [],
        execution_arns: [],
        trace_ids: [],
        resource_arns: [],
      },
    },
    catalogue: {
      schema_version: '1',
      environments: ['prod'],
      services: {
        orders: {
          log_groups: [GROUP],
          metrics: [{ namespace: 'Orders', name: 'Failures', dimensions: {}, statistic: 'Sum' }],
          state_machine_arns: [MACHINE],
          resources: [],
          owners: ['team-orders'],
        },
      },
    },
    logs: minutes.flatMap((at_ms) => [
      { group: GROUP, stream: 's1', at_ms, message: 'INFO order accepted' },
      ...(isBad(at_ms)
        ? [
            {
              group: GROUP,
              stream: 's1',
              at_ms: at_ms + 7,
              message: 'ERROR OrderError: no stock entry for item 4711 by buyer eve@example.com',
            },
          ]
        : []),
    ]),
    metrics: [
      {
        namespace: 'Orders',
        metric: 'Failures',
        dimensions: {},
        statistic: 'Sum',
        period_seconds: 60,
        times_ms: minutes,
        values: minutes.map((at) => (isBad(at) ? 40 : 0)),
      },
    ],
    executions: [
      {
        describe: {
          executionArn: `${MACHINE.replace(':stateMachine:', ':execution:')}:order-1`,
          stateMachineArn: MACHINE,
          name: 'order-1',
          status: 'FAILED',
          startDate: new Date(failedAt.getTime() - 1_000),
          stopDate: failedAt,
          input: '{"order":{"id":1,"card":"not kept"}}',
          error: 'OrderError',
          cause: 'no stock entry',
        },
        history: [
          { id: 1, previousEventId: 0, type: 'ExecutionStarted', timestamp: new Date(failedAt.getTime() - 1_000) },
          {
            id: 2,
            previousEventId: 0,
            type: 'TaskStateEntered',
            timestamp: new Date(failedAt.getTime() - 900),
            stateEnteredEventDetails: { name: 'Reserve stock', input: '{}' },
          },
          {
            id: 3,
            previousEventId: 2,
            type: 'TaskScheduled',
            timestamp: new Date(failedAt.getTime() - 800),
            taskScheduledEventDetails: {
              resourceType: 'lambda',
              resource: 'invoke',
              region: 'us-east-1',
              parameters: '{"FunctionName":"reserve-stock"}',
            },
          },
          {
            id: 4,
            previousEventId: 3,
            type: 'TaskFailed',
            timestamp: new Date(failedAt.getTime() - 10),
            taskFailedEventDetails: {
              resourceType: 'lambda',
              resource: 'invoke',
              error: 'OrderError',
              cause: 'no stock entry',
            },
          },
          {
            id: 5,
            previousEventId: 4,
            type: 'ExecutionFailed',
            timestamp: failedAt,
            executionFailedEventDetails: { error: 'OrderError', cause: 'no stock entry' },
          },
        ],
      },
    ],
    canaries: [],
  };
};

export interface TestSystemOptions {
  readonly recording?: Recording;
  /** Stands in for the recorded telemetry, in whole or in part. */
  readonly telemetry?: Partial<Telemetry>;
  readonly collectors?: CollectorsConfigV1;
  readonly dataFolder?: string;
  readonly wrap?: (options: LocalSystemOptions) => LocalSystemOptions;
}

/** A folder that is gone when the test is over. */
export const temporaryFolder = (): { readonly path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), 'opsrunbook-pipeline-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

/** The configuration with just these collectors on. */
const collectorsOf = (config: CollectorsConfigV1, names: readonly CollectorName[]): CollectorsConfigV1 => ({
  ...config,
  collectors: Object.fromEntries(
    names.flatMap((name) => (config.collectors[name] ? [[name, { ...config.collectors[name], enabled: true }]] : [])),
  ),
});

/** The whole system over recorded telemetry, with what failed in it. */
export const startSystem = async ({
  recording = recordedIncident(),
  telemetry = {},
  collectors,
  dataFolder = '',
  wrap,
}: TestSystemOptions) => {
  const failures: string[] = [];
  const configuration = localConfiguration();
  const clock = new FakeClock(Date.parse(recording.recordedNow));
  const options: LocalSystemOptions = {
    ...configuration,
    catalogue: { ...recording.catalogue },
    collectors:
      collectors ?? collectorsOf(configuration.collectors, ['cloudwatch-logs', 'cloudwatch-metrics', 'step-functions']),
    dataFolder,
    actions: localActions({ clock, settings: {}, switches: { dryRun: true, pullRequests: true } }),
    telemetry: { ...recordedTelemetry(recording), ...telemetry },
    clock,
    ids: seededIdSource(recording.name),
    redactionKey: 'a key for tests',
    onFailure: (what, error) => failures.push(`${what}: ${error instanceof Error ? error.stack : error}`),
  };
  const system = await createLocalSystem(wrap === undefined ? options : wrap(options));
  const report = async (headers: Record<string, string> = {}) => {
    const response = await system.app.request('/v1/incidents', {
      method: 'POST',
      headers,
      body: JSON.stringify(recording.report),
    });
    const answer: unknown = await response.json();
    if (response.status !== 202)
      throw new Error(`the report was not accepted: ${JSON.stringify(answer)} ${failures.join()}`);
    return AcceptedV1.parse(answer);
  };
  const read = async (path: string): Promise<unknown> => (await system.app.request(path)).json();
  return { system, report, read, failures, clock };
};
