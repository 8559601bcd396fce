import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  AlarmsEvidenceV1,
  ChangesEvidenceV1,
  LogsEvidenceV1,
  MetricsEvidenceV1,
  ServiceGraphEvidenceV1,
  StepFunctionsEvidenceV1,
  TracesEvidenceV1,
} from '@opsrunbook/contracts';
import * as z from 'zod';
import type { CaseSource, RecordedCase } from './case-source.ts';
import { readText } from './csv.ts';

const Span = z.strictObject({ startMs: z.int(), endMs: z.int() });

/** `scenario.json`: a report and the data each collector would have read, in the shipped evidence format. */
export const ScenarioV1 = z.strictObject({
  window: Span,
  baseline: Span,
  service: z.string(),
  title: z.string(),
  parts: z.strictObject({
    'cloudwatch-logs': LogsEvidenceV1.optional(),
    'cloudwatch-metrics': MetricsEvidenceV1.optional(),
    'step-functions': StepFunctionsEvidenceV1.optional(),
    'service-graph': ServiceGraphEvidenceV1.optional(),
    traces: TracesEvidenceV1.optional(),
    alarms: AlarmsEvidenceV1.optional(),
    changes: ChangesEvidenceV1.optional(),
  }),
});

/** Cases of the layout `<case>/scenario.json`. */
export const scenarioCases = (dir: string): readonly CaseSource[] =>
  readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(dir, entry.name, 'scenario.json')))
    .map(({ name }) => ({
      name: `${basename(dir)}/${name}`,
      read: (): RecordedCase => ScenarioV1.parse(JSON.parse(readText(join(dir, name, 'scenario.json')))),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
