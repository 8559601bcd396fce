import type { CollectorName } from './collector-name.ts';
import type { IncidentId, RunId } from './ids.ts';

interface RunIds {
  readonly incident_id: IncidentId;
  readonly run_id: RunId;
}

/** Object keys in the evidence store. */
export const objectKeys = {
  request: ({ incident_id, run_id }: RunIds): string => `evidence/${incident_id}/${run_id}/request.json`,
  evidence: ({ incident_id, run_id }: RunIds, collector: CollectorName): string =>
    `evidence/${incident_id}/${run_id}/${collector}.json`,
  manifest: ({ incident_id, run_id }: RunIds): string => `evidence/${incident_id}/${run_id}.json`,
  packet: ({ incident_id, run_id }: RunIds): string => `packets/${incident_id}/${run_id}.json`,
};

/** The primary key of every table. */
export interface ItemKey {
  readonly PK: string;
  readonly SK: string;
}

/** Item keys; `started_at` in a sort key is the run's own time, so that a retry lands on the same key. */
export const itemKeys = {
  incident: (incidentId: IncidentId): ItemKey => ({ PK: `INCIDENT#${incidentId}`, SK: 'META' }),
  /** `keyHash` is the SHA-256 of the client's Idempotency-Key and the resource it was sent to. */
  idempotency: (keyHash: string): ItemKey => ({ PK: `IDEMPOTENCY#${keyHash}`, SK: 'IDEMPOTENCY' }),
  run: ({ incident_id, run_id }: RunIds): ItemKey => ({ PK: `INCIDENT#${incident_id}`, SK: `RUN#${run_id}` }),
  snapshot: ({ incident_id, run_id, started_at }: RunIds & { readonly started_at: string }): ItemKey => ({
    PK: `INCIDENT#${incident_id}`,
    SK: `SNAPSHOT#${started_at}#${run_id}`,
  }),
  packet: ({ incident_id, run_id, started_at }: RunIds & { readonly started_at: string }): ItemKey => ({
    PK: `INCIDENT#${incident_id}`,
    SK: `PACKET#${started_at}#${run_id}`,
  }),
};

/** Prefixes of sort keys, for reading the newest or all items of one kind. */
export const itemPrefixes = { run: 'RUN#', snapshot: 'SNAPSHOT#', packet: 'PACKET#' } as const;

/** The sparse index that lists incidents by age: META items carry `list_pk` and `list_sk`. */
export const INCIDENT_LIST_INDEX = 'incidents-by-age';
export const incidentListKey = (createdAt: string, incidentId: IncidentId) => ({
  list_pk: 'INCIDENT',
  list_sk: `${createdAt}#${incidentId}`,
});
