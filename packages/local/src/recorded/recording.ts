import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportIncidentV1, ServiceCatalogueV1 } from '@opsrunbook/contracts';
import { ConfigError } from '@opsrunbook/core';
import type * as z from 'zod';
import { type Canary, createCanaryPlanter } from './canaries.ts';
import { RecordedAlarms, RecordedChanges, RecordedServiceGraphs, RecordedTrace } from './further-telemetry-schema.ts';
import {
  type RecordedExecution,
  RecordedExecutions,
  RecordedLogEvent,
  RecordedMetric,
  RecordingHeaderV1,
} from './recording-schema.ts';

/** Telemetry of an incident that happened, to be played to the collectors. */
export interface Recording {
  readonly name: string;
  readonly description: string;
  readonly attribution: string | undefined;
  /** What the clock says while the recording is played. */
  readonly recordedNow: string;
  readonly report: ReportIncidentV1;
  readonly catalogue: ServiceCatalogueV1;
  readonly logs: readonly RecordedLogEvent[];
  readonly metrics: readonly RecordedMetric[];
  readonly executions: readonly RecordedExecution[];
  /** Absent telemetry is played as an account that has none. */
  readonly serviceGraphs?: RecordedServiceGraphs;
  readonly traces?: readonly RecordedTrace[];
  readonly alarms?: RecordedAlarms;
  readonly changes?: RecordedChanges;
  /** The made-up secrets in the telemetry; none of them may be found in anything stored or sent. */
  readonly canaries: readonly Canary[];
}

/**
 * Reads a recording folder: `recording.json`, and where there is such telemetry `logs.jsonl`, `metrics.jsonl`,
 * `step-functions.json`, `service-graph.json`, `traces.jsonl`, `alarms.json` and `changes.json`. Throws a ConfigError that names file, line and field of what is wrong.
 */
export const loadRecording = async (folder: string): Promise<Recording> => {
  const headerText = await textOf(folder, 'recording.json');
  if (headerText === undefined) {
    throw invalid('recording.json', `there is none in ${folder}; give the folder of a recording`);
  }
  const header = parsed(headerText, RecordingHeaderV1, 'recording.json');
  const planter = createCanaryPlanter(header.name);
  const lines = async <T>(file: string, schema: z.ZodType<T>): Promise<T[]> =>
    ((await textOf(folder, file)) ?? '').split('\n').flatMap((line, index) => {
      const where = `${file}:${index + 1}`;
      return line.trim() === '' ? [] : [parsed(planter.plant(line, where), schema, where)];
    });
  const logs = await lines('logs.jsonl', RecordedLogEvent);
  const metrics = await lines('metrics.jsonl', RecordedMetric);
  const document = async <T>(file: string, schema: z.ZodType<T>, absent: string): Promise<T> =>
    parsed(planter.plant((await textOf(folder, file)) ?? absent, file), schema, file);
  const { executions } = await document('step-functions.json', RecordedExecutions, '{"executions":[]}');
  const further = {
    serviceGraphs: await document('service-graph.json', RecordedServiceGraphs, '{}'),
    traces: await lines('traces.jsonl', RecordedTrace),
    alarms: await document('alarms.json', RecordedAlarms, '{}'),
    changes: await document('changes.json', RecordedChanges, '{}'),
  };
  return {
    name: header.name,
    description: header.description,
    attribution: header.attribution,
    recordedNow: header.recorded_now,
    report: header.report,
    catalogue: catalogueOf(header),
    logs,
    metrics,
    executions,
    ...further,
    canaries: planter.planted(),
  };
};

/** The recording's services, in the one environment its report names. */
const catalogueOf = ({ services, report }: RecordingHeaderV1): ServiceCatalogueV1 => ({
  schema_version: '1',
  environments: [report.environment ?? 'prod'],
  services,
});

const textOf = async (folder: string, file: string): Promise<string | undefined> => {
  const path = join(folder, file);
  return statSync(path, { throwIfNoEntry: false }) === undefined ? undefined : readFile(path, 'utf8');
};

const parsed = <T>(text: string, schema: z.ZodType<T>, where: string): T => {
  const result = schema.safeParse(jsonOf(text, where));
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || 'the value'}: ${message}`);
  throw invalid(where, problems.join('; '));
};

const jsonOf = (text: string, where: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) throw invalid(where, `not JSON (${cause.message}); write one JSON value`);
    throw cause;
  }
};

/** Where a recording is wrong, and what was expected there. */
const invalid = (where: string, problem: string): ConfigError =>
  new ConfigError('recording_invalid', `recording: ${where}: ${problem}`.slice(0, 2_000), { context: { where } });
