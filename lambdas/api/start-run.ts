import {
  enabledCollectors,
  type IncidentV1,
  objectKeys,
  type RunId,
  RunRequestV1,
  type RunV1,
} from '@opsrunbook/contracts';
import { baselineFor, type Gated, readStored, resolveScope, SealedObject } from '@opsrunbook/evidence';
import type { ApiDeps } from './api-deps.ts';

interface RunIdentity {
  readonly run_id: RunId;
  readonly started_at: string;
}

/**
 * Seals what the run is asked to do, records the run, and starts its execution, in this order: whatever a crash leaves undone, the
 * same ids do it again without doing anything twice.
 */
export const startRun = async (
  deps: ApiDeps,
  incident: IncidentV1,
  { run_id, started_at }: RunIdentity,
): Promise<void> => {
  const gate = await deps.gate();
  const ids = { incident_id: incident.incident_id, run_id };
  const requestSha256 = await sealRequest(deps, gate.pass(runRequestOf(deps, incident, { run_id, started_at })));
  const run: RunV1 = { schema_version: '1', ...ids, started_at };
  await deps.runs.createRun(gate.pass(run));
  await deps.orchestrator.start({ name: run_id, input: { ...ids, request_sha256: requestSha256 } });
};

const sealRequest = async ({ evidence }: ApiDeps, request: Gated<RunRequestV1>): Promise<string> => {
  const key = objectKeys.request(request.value);
  const object = SealedObject.seal(request);
  if ((await evidence.putOnce(key, object)) === 'created') return object.sha256;
  // An earlier attempt sealed it; the catalogue may have changed since, so what stands is what counts.
  return (await readStored(evidence, key, RunRequestV1))?.object.sha256 ?? object.sha256;
};

const runRequestOf = ({ catalogue, collectors }: ApiDeps, incident: IncidentV1, run: RunIdentity): RunRequestV1 => {
  const entry = catalogue.services[incident.service];
  return {
    schema_version: '1',
    incident_id: incident.incident_id,
    ...run,
    service: incident.service,
    ...(incident.environment === undefined ? {} : { environment: incident.environment }),
    title: incident.title,
    severity: incident.severity,
    window: incident.time_window,
    baseline: baselineFor(incident.time_window),
    scope: resolveScope(entry, incident.hints),
    owners: entry?.owners ?? [],
    ...(entry?.repository === undefined ? {} : { repository: entry.repository }),
    catalogued: entry !== undefined,
    collectors: [...enabledCollectors(collectors)],
  };
};
