import {
  type AcceptedV1,
  type IdempotencyClaimV1,
  type IncidentV1,
  incidentIdFor,
  type ReportIncidentV1,
  runIdFor,
} from '@opsrunbook/contracts';
import {
  ConflictError,
  canonicalJson,
  type FieldProblem,
  InvalidInputError,
  type JsonValue,
  sha256Hex,
} from '@opsrunbook/core';
import { normalWindow, windowProblems } from '@opsrunbook/evidence';
import type { ApiDeps } from './api-deps.ts';
import { linksOf } from './links.ts';
import { startRun } from './start-run.ts';

/** A request together with the Idempotency-Key it came with, if any. */
export interface Repeatable<Body> {
  readonly body: Body;
  readonly idempotencyKey: string | undefined;
}

/**
 * Accepts a report: remembers the incident and starts its first run. With an Idempotency-Key, repeating the request repeats every
 * step under the same ids, so a retry finishes what a crash left undone. Throws InvalidInput naming every wrong field, or Conflict
 * when the key was used for another body.
 */
export const reportIncident = async (
  deps: ApiDeps,
  { body, idempotencyKey }: Repeatable<ReportIncidentV1>,
): Promise<AcceptedV1> => {
  const now = deps.clock.now();
  refuseProblems([...windowProblems(body.time_window, now), ...environmentProblems(deps, body)]);
  const fresh = freshClaim(deps, now, body);
  const claim =
    idempotencyKey === undefined
      ? fresh
      : await claimedIds(deps, { fresh, resource: '/v1/incidents', idempotencyKey, now });
  const incident = incidentOf(body, claim);
  const gate = await deps.gate();
  await deps.incidents.create(gate.pass(incident));
  await startRun(deps, incident, claim);
  return { incident_id: claim.incident_id, run_id: claim.run_id, links: linksOf(claim.incident_id, claim.run_id) };
};

/** Collects again for an incident that exists: a new run over the same window. */
export const collectAgain = async (
  deps: ApiDeps,
  { body: incident, idempotencyKey }: Repeatable<IncidentV1>,
): Promise<AcceptedV1> => {
  const now = deps.clock.now();
  refuseProblems(windowProblems(incident.time_window, now));
  const fresh = { ...freshClaim(deps, now, {}), incident_id: incident.incident_id };
  const resource = `/v1/incidents/${incident.incident_id}/runs`;
  const claim = idempotencyKey === undefined ? fresh : await claimedIds(deps, { fresh, resource, idempotencyKey, now });
  await startRun(deps, incident, claim);
  return { incident_id: claim.incident_id, run_id: claim.run_id, links: linksOf(claim.incident_id, claim.run_id) };
};

const refuseProblems = (problems: readonly FieldProblem[]): void => {
  if (problems.length === 0) return;
  throw new InvalidInputError('invalid_request', 'the request has fields that cannot be investigated; see errors', {
    problems,
  });
};

const environmentProblems = ({ catalogue }: ApiDeps, { environment }: ReportIncidentV1): readonly FieldProblem[] => {
  if (environment === undefined || catalogue.environments.includes(environment)) return [];
  const detail = `expected one of ${catalogue.environments.join(', ')}; others are added in config/services.json`;
  return [{ pointer: '/environment', detail }];
};

const freshClaim = ({ ids }: ApiDeps, now: Date, request: JsonValue): IdempotencyClaimV1 => ({
  request_hash: sha256Hex(canonicalJson(request)),
  incident_id: incidentIdFor(now, ids.hex(10)),
  run_id: runIdFor(now, ids.hex(8)),
  started_at: now.toISOString(),
});

interface Claiming {
  readonly fresh: IdempotencyClaimV1;
  readonly resource: string;
  readonly idempotencyKey: string;
  readonly now: Date;
}

const claimedIds = async (
  { incidents }: ApiDeps,
  { fresh, resource, idempotencyKey, now }: Claiming,
): Promise<IdempotencyClaimV1> => {
  const claim = await incidents.claim(sha256Hex(`POST ${resource}\n${idempotencyKey}`), fresh, now);
  if (claim.request_hash === fresh.request_hash) return claim;
  throw new ConflictError(
    'idempotency_key_reused',
    `this Idempotency-Key was used for a different body, which became ${claim.incident_id}; send a new key for a new report`,
    { context: { incident_id: claim.incident_id } },
  );
};

const incidentOf = (report: ReportIncidentV1, claim: IdempotencyClaimV1): IncidentV1 => ({
  schema_version: '1',
  incident_id: claim.incident_id,
  service: report.service,
  ...(report.environment === undefined ? {} : { environment: report.environment }),
  title: report.title ?? `${report.service} incident`,
  severity: report.severity ?? 'medium',
  time_window: normalWindow(report.time_window),
  hints: report.hints,
  created_at: claim.started_at,
});
