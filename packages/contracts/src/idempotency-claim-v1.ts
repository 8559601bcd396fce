import * as z from 'zod';
import { IncidentId, RunId, Sha256 } from './ids.ts';

/** What an Idempotency-Key stands for: the ids it was answered with, and the hash of the request it came with. */
export const IdempotencyClaimV1 = z.strictObject({
  request_hash: Sha256,
  incident_id: IncidentId,
  run_id: RunId,
  started_at: z.iso.datetime(),
});
export type IdempotencyClaimV1 = z.infer<typeof IdempotencyClaimV1>;

/** Where the next page of the incident list begins: the key DynamoDB stopped at. */
export const IncidentListCursorV1 = z.strictObject({
  PK: z.string(),
  SK: z.string(),
  list_pk: z.string(),
  list_sk: z.string(),
});
export type IncidentListCursorV1 = z.infer<typeof IncidentListCursorV1>;
