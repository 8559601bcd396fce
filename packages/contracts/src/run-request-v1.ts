import * as z from 'zod';
import { CollectorName } from './collector-name.ts';
import { IncidentId, RunId, Sha256 } from './ids.ts';
import { IncidentV1 } from './incident-v1.ts';
import { ScopeV1 } from './scope-v1.ts';
import { ServiceEntryV1 } from './service-catalogue-v1.ts';
import { TimeWindowV1 } from './time-window-v1.ts';

/** What a run was asked to do: the first object a run seals, read by every collector and by the analyzer. */
export const RunRequestV1 = z.strictObject({
  schema_version: z.literal('1'),
  incident_id: IncidentId,
  run_id: RunId,
  started_at: z.iso.datetime(),
  service: IncidentV1.shape.service,
  environment: IncidentV1.shape.environment,
  title: IncidentV1.shape.title,
  severity: IncidentV1.shape.severity,
  /** What happened, and the time before it that tells what is usual. */
  window: TimeWindowV1,
  baseline: TimeWindowV1,
  scope: ScopeV1,
  owners: ServiceEntryV1.shape.owners,
  repository: ServiceEntryV1.shape.repository,
  /** Whether `config/services.json` knew the service. */
  catalogued: z.boolean(),
  collectors: z.array(CollectorName),
});
export type RunRequestV1 = z.infer<typeof RunRequestV1>;

/** Input of the state machine: ids and one key, never evidence. */
export const ExecutionInputV1 = z.strictObject({
  incident_id: IncidentId,
  run_id: RunId,
  request_sha256: Sha256,
});
export type ExecutionInputV1 = z.infer<typeof ExecutionInputV1>;
