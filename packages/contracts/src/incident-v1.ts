import * as z from 'zod';
import { IncidentId, RunId } from './ids.ts';
import { HintsV1 } from './scope-v1.ts';
import { Environment, ServiceName } from './service-catalogue-v1.ts';
import { TimeWindowV1 } from './time-window-v1.ts';

export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export const Severity = z.enum(SEVERITIES);
export type Severity = z.infer<typeof Severity>;

/** Body of `POST /v1/incidents`. Unknown fields are refused, so that a misspelt hint is noticed. */
export const ReportIncidentV1 = z.strictObject({
  service: ServiceName,
  environment: Environment.optional(),
  title: z.string().trim().min(1).max(300).optional(),
  severity: Severity.optional(),
  time_window: TimeWindowV1,
  hints: HintsV1.prefault({}),
});
export type ReportIncidentV1 = z.infer<typeof ReportIncidentV1>;

/** The META item of an incident. */
export const IncidentV1 = z.strictObject({
  schema_version: z.literal('1'),
  incident_id: IncidentId,
  service: ServiceName,
  environment: Environment.optional(),
  title: z.string(),
  severity: Severity,
  time_window: TimeWindowV1,
  hints: HintsV1,
  created_at: z.iso.datetime(),
});
export type IncidentV1 = z.infer<typeof IncidentV1>;

/** The RUN item: one collection for an incident; also the name of its execution. */
export const RunV1 = z.strictObject({
  schema_version: z.literal('1'),
  incident_id: IncidentId,
  run_id: RunId,
  /** When the run was asked for: the run's own time, part of every later key. */
  started_at: z.iso.datetime(),
});
export type RunV1 = z.infer<typeof RunV1>;
