import type { EvidenceBundle } from '@opsrunbook/analyzer';
import {
  COLLECTOR_NAMES,
  EvidenceV1,
  incidentIdFor,
  type ManifestV1,
  objectKeys,
  RunRequestV1,
  runIdFor,
} from '@opsrunbook/contracts';
import { canonicalJson, type JsonValue, sha256Hex } from '@opsrunbook/core';
import { buildManifest, type CollectedPart } from '@opsrunbook/evidence';
import type { CaseSource, RecordedCase } from './case-source.ts';

const sealed = (key: string, value: JsonValue) => {
  const text = canonicalJson(value);
  return { key, sha256: sha256Hex(text), bytes: Buffer.byteLength(text) };
};

const iso = (atMs: number): string => new Date(atMs).toISOString();

/** The bundle the pipeline would hand to the analyzer; ids come from the case's name, so that two runs are equal. */
export const sealCase = ({ name }: Pick<CaseSource, 'name'>, recorded: RecordedCase): EvidenceBundle => {
  const request = requestOf(name, recorded);
  const ids = { incident_id: request.incident_id, run_id: request.run_id };
  const header = { schema_version: '1', ...ids, window: request.window, baseline: request.baseline };
  const evidence = request.collectors.map((collector) =>
    EvidenceV1.parse({
      ...header,
      collector,
      status: 'ok',
      reasons: [],
      cut: [],
      spent: { api_calls: 0, scanned_bytes: 0 },
      redactions: {},
      data: recorded.parts[collector],
    }),
  );
  const objects = evidence
    .filter((one) => !recorded.denied?.includes(one.collector))
    .map((one) => ({ object: sealed(objectKeys.evidence(ids, one.collector), one), evidence: one }));
  const parts = request.collectors.map((collector): CollectedPart => {
    const found = objects.find((one) => one.evidence.collector === collector);
    return found === undefined ? { collector, failure: 'AccessDeniedException' } : { ...found, collector };
  });
  const manifest: ManifestV1 = buildManifest(request, sealed(objectKeys.request(ids), request), parts);
  return { request, manifest, manifestSha256: sha256Hex(canonicalJson(manifest)), objects };
};

const requestOf = (name: string, { window, baseline, service, title, parts }: RecordedCase): RunRequestV1 => {
  const digest = sha256Hex(name);
  const at = new Date(window.endMs);
  return RunRequestV1.parse({
    schema_version: '1',
    incident_id: incidentIdFor(at, digest.slice(0, 10)),
    run_id: runIdFor(at, digest.slice(10, 18)),
    started_at: at.toISOString(),
    service,
    title,
    severity: 'high',
    window: { start: iso(window.startMs), end: iso(window.endMs) },
    baseline: { start: iso(baseline.startMs), end: iso(baseline.endMs) },
    scope: {
      log_groups: [],
      metrics: [],
      state_machine_arns: [],
      execution_arns: [],
      trace_ids: [],
      resource_arns: [],
      resources: [],
    },
    owners: [],
    catalogued: false,
    collectors: COLLECTOR_NAMES.filter((collector) => parts[collector] !== undefined),
  });
};
