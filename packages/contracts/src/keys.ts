import type { ActionMarker } from './action-plan-v1.ts';
import type { ActionKind } from './actions-config-v1.ts';
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
  /** A rendered payload too large for its ledger item; the hash of its bytes is in the name, because attempts may differ. */
  payload: ({ incident_id, run_id }: RunIds, aid: string, sha256: string): string =>
    `actions/${incident_id}/${run_id}/${aid}/${sha256}.json`,
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
  plan: ({ incident_id, run_id, started_at }: RunIds & { readonly started_at: string }): ItemKey => ({
    PK: `INCIDENT#${incident_id}`,
    SK: `ACTIONPLAN#${started_at}#${run_id}`,
  }),
  action: (of: { readonly incident_id: IncidentId; readonly started_at: string; readonly aid: string }): ItemKey => ({
    PK: `INCIDENT#${of.incident_id}`,
    SK: `ACTION#${of.started_at}#${of.aid}`,
  }),
  latestActions: (incidentId: IncidentId): ItemKey => ({ PK: `INCIDENT#${incidentId}`, SK: 'ACTIONS#LATEST' }),
  /** The object at a destination that all runs of an incident share. */
  target: (incidentId: IncidentId, marker: ActionMarker): ItemKey => ({
    PK: `INCIDENT#${incidentId}`,
    SK: `TARGET#${marker}`,
  }),
  /** Which actions of a kind were admitted in one hour of UTC, written like 2026-03-03T12. */
  actionHour: (kind: ActionKind, hour: string): ItemKey => ({ PK: `ACTIONHOUR#${kind}`, SK: hour }),
};

/** Prefixes of sort keys, for reading the newest or all items of one kind. */
export const itemPrefixes = {
  run: 'RUN#',
  snapshot: 'SNAPSHOT#',
  packet: 'PACKET#',
  plan: 'ACTIONPLAN#',
  action: 'ACTION#',
} as const;

/** The sparse index that lists incidents by age: META items carry `list_pk` and `list_sk`. */
export const INCIDENT_LIST_INDEX = 'incidents-by-age';
export const incidentListKey = (createdAt: string, incidentId: IncidentId) => ({
  list_pk: 'INCIDENT',
  list_sk: `${createdAt}#${incidentId}`,
});

/** Actions that are not settled are in the same sparse index, by when they were last written. */
export const PENDING_ACTIONS = 'ACTION#PENDING';
