import * as z from 'zod';
import type { CollectorName } from './collector-name.ts';
import { AlarmsEvidenceV1 } from './evidence-alarms-v1.ts';
import { ChangesEvidenceV1 } from './evidence-changes-v1.ts';
import { LogsEvidenceV1 } from './evidence-logs-v1.ts';
import { MetricsEvidenceV1 } from './evidence-metrics-v1.ts';
import { ServiceGraphEvidenceV1 } from './evidence-service-graph-v1.ts';
import { StepFunctionsEvidenceV1 } from './evidence-step-functions-v1.ts';
import { TracesEvidenceV1 } from './evidence-traces-v1.ts';
import { IncidentId, RunId } from './ids.ts';
import { TimeWindowV1 } from './time-window-v1.ts';

/** ok: everything asked for was read; partial: something was, and what is missing is named; gap: nothing was. */
export const COLLECTION_STATUSES = ['ok', 'partial', 'gap'] as const;
export const CollectionStatus = z.enum(COLLECTION_STATUSES);
export type CollectionStatus = z.infer<typeof CollectionStatus>;

export const REASON_CODES = [
  'access_denied',
  'not_found',
  'throttled',
  'timeout',
  'budget',
  'partial_data',
  'nothing_to_read',
  'unsupported',
  'redaction_failed',
  'collector_failed',
  'invalid_request',
] as const;

/** Why something is missing, and what an operator can do about it. */
export const ReasonV1 = z.strictObject({
  code: z.enum(REASON_CODES),
  /** The log group, metric, state machine or API the reason is about. */
  subject: z.string().max(2048),
  message: z.string().max(1000),
  fix: z.string().max(1000),
});
export type ReasonV1 = z.infer<typeof ReasonV1>;
export type ReasonCode = ReasonV1['code'];

/** What a budget cut off: `dropped` is how many are known to be missing, null when the source does not say. */
export const CutV1 = z.strictObject({
  what: z.enum(['rows', 'bytes', 'series', 'points', 'seconds', 'scanned_bytes']),
  subject: z.string().max(2048),
  limit: z.int(),
  dropped: z.int().nullable(),
});
export type CutV1 = z.infer<typeof CutV1>;

/** How often each kind of secret or personal value was replaced before anything was stored. */
export const RedactionCountsV1 = z.record(z.string(), z.int().positive());
export type RedactionCountsV1 = z.infer<typeof RedactionCountsV1>;

const EvidenceHeader = {
  schema_version: z.literal('1'),
  incident_id: IncidentId,
  run_id: RunId,
  window: TimeWindowV1,
  baseline: TimeWindowV1,
  status: CollectionStatus,
  reasons: z.array(ReasonV1),
  cut: z.array(CutV1),
  spent: z.strictObject({ api_calls: z.int(), scanned_bytes: z.int() }),
  redactions: RedactionCountsV1,
};

/** One collector's output of one run, as it lies in the evidence store. */
export const EvidenceV1 = z.discriminatedUnion('collector', [
  z.strictObject({ ...EvidenceHeader, collector: z.literal('cloudwatch-logs'), data: LogsEvidenceV1 }),
  z.strictObject({ ...EvidenceHeader, collector: z.literal('cloudwatch-metrics'), data: MetricsEvidenceV1 }),
  z.strictObject({ ...EvidenceHeader, collector: z.literal('step-functions'), data: StepFunctionsEvidenceV1 }),
  z.strictObject({ ...EvidenceHeader, collector: z.literal('service-graph'), data: ServiceGraphEvidenceV1 }),
  z.strictObject({ ...EvidenceHeader, collector: z.literal('traces'), data: TracesEvidenceV1 }),
  z.strictObject({ ...EvidenceHeader, collector: z.literal('alarms'), data: AlarmsEvidenceV1 }),
  z.strictObject({ ...EvidenceHeader, collector: z.literal('changes'), data: ChangesEvidenceV1 }),
]);
export type EvidenceV1 = z.infer<typeof EvidenceV1>;

/** The data part of a collector's evidence. */
export type EvidenceDataOf<Name extends CollectorName> = Extract<EvidenceV1, { collector: Name }>['data'];
