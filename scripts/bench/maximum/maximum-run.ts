import { incidentIdFor, objectKeys, RunRequestV1, runIdFor } from '@opsrunbook/contracts';
import { baselineFor, createGateProvider, type EvidenceStore, resolveScope, SealedObject } from '@opsrunbook/evidence';
import { frozenClock, type Recording, recordedTelemetry } from '@opsrunbook/local';
import { localConfiguration } from '../../local-setup.ts';
import { COLLECTING_STAGES, type RunStart, type StagePorts } from '../stages.ts';
import { anyMetricData } from './any-metric-data.ts';

/** What the stages of a run over the maximum are given; evidence goes to `store`. */
export const maximumPorts = (recording: Recording, store: EvidenceStore): StagePorts => {
  const { policy, collectors: config } = localConfiguration();
  return {
    store,
    config,
    gate: createGateProvider(policy, async () => 'bench'),
    telemetry: { ...recordedTelemetry(recording), metrics: anyMetricData() },
    clock: frozenClock(recording.recordedNow),
  };
};

/** Seals the request of a new run, as the API would; `digit` tells runs apart. */
export const startMaximumRun = async (
  { report, catalogue, recordedNow }: Recording,
  { store, gate }: StagePorts,
  digit = '0',
): Promise<RunStart> => {
  const entry = catalogue.services[report.service];
  const at = new Date(recordedNow);
  const request = RunRequestV1.parse({
    schema_version: '1',
    incident_id: incidentIdFor(at, digit.padStart(10, '0')),
    run_id: runIdFor(at, digit.padStart(8, '0')),
    started_at: at.toISOString(),
    service: report.service,
    environment: report.environment,
    title: report.title,
    severity: report.severity,
    window: report.time_window,
    baseline: baselineFor(report.time_window),
    scope: resolveScope(entry, report.hints),
    owners: entry?.owners ?? [],
    catalogued: true,
    collectors: [...COLLECTING_STAGES],
  });
  const object = SealedObject.seal((await gate()).pass(request));
  await store.putOnce(objectKeys.request(request), object);
  return { incident_id: request.incident_id, run_id: request.run_id, request_sha256: object.sha256 };
};
