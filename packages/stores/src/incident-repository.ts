import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import {
  IdempotencyClaimV1,
  INCIDENT_LIST_INDEX,
  type IncidentId,
  IncidentListCursorV1,
  IncidentV1,
  incidentListKey,
  itemKeys,
} from '@opsrunbook/contracts';
import { InvalidInputError } from '@opsrunbook/core';
import type { Gated } from '@opsrunbook/evidence';
import { getItem, lostRace, putNew, type Table, withoutKeys } from './dynamo-item.ts';

/** How long an Idempotency-Key is remembered. A day covers every retry a client or alert source makes by itself. */
const IDEMPOTENCY_DAYS = 1;

export interface IncidentPage {
  readonly incidents: readonly IncidentV1[];
  /** Pass it back for the next page; absent on the last. */
  readonly cursor?: string;
}

/** Incidents and the keys clients repeat their reports with. */
export interface IncidentRepository {
  create(incident: Gated<IncidentV1>): Promise<'created' | 'exists'>;
  get(incidentId: IncidentId): Promise<IncidentV1 | undefined>;
  /** Newest first. Throws InvalidInput for a cursor that no page gave out. */
  list(page: { readonly limit: number; readonly cursor?: string | undefined }): Promise<IncidentPage>;
  /** The claim that stands under the key: the one given, or the one that was there first and has not expired at `now`. */
  claim(keyHash: string, claim: IdempotencyClaimV1, now: Date): Promise<IdempotencyClaimV1>;
}

export const createIncidentRepository = (table: Table): IncidentRepository => ({
  create: ({ value }) =>
    putNew(table, itemKeys.incident(value.incident_id), {
      ...value,
      ...incidentListKey(value.created_at, value.incident_id),
    }),
  get: (incidentId) => getItem(table, itemKeys.incident(incidentId), IncidentV1),
  list: (page) => listByAge(table, page),
  claim: (keyHash, claim, now) => claimKey(table, { keyHash, claim, now }),
});

const listByAge = async (
  { client, tableName }: Table,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<IncidentPage> => {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: tableName,
      IndexName: INCIDENT_LIST_INDEX,
      KeyConditionExpression: 'list_pk = :pk',
      ExpressionAttributeValues: { ':pk': 'INCIDENT' },
      ScanIndexForward: false,
      Limit: limit,
      ...(cursor === undefined ? {} : { ExclusiveStartKey: parseCursor(cursor) }),
    }),
  );
  const incidents = Items.map((item) => IncidentV1.parse(withoutKeys(item)));
  if (LastEvaluatedKey === undefined) return { incidents };
  return { incidents, cursor: Buffer.from(JSON.stringify(LastEvaluatedKey)).toString('base64url') };
};

const parseCursor = (cursor: string): IncidentListCursorV1 => {
  try {
    return IncidentListCursorV1.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    const problems = [{ pointer: '/cursor', detail: 'expected the cursor of an earlier page, unchanged' }];
    throw new InvalidInputError('invalid_cursor', 'the cursor is not one this service gave out', { cause, problems });
  }
};

const claimKey = async (
  table: Table,
  { keyHash, claim, now }: { readonly keyHash: string; readonly claim: IdempotencyClaimV1; readonly now: Date },
): Promise<IdempotencyClaimV1> => {
  const key = itemKeys.idempotency(keyHash);
  const nowSeconds = Math.floor(now.getTime() / 1000);
  const put = new PutCommand({
    TableName: table.tableName,
    Item: { ...claim, ...key, expires_at: nowSeconds + IDEMPOTENCY_DAYS * 86_400 },
    // Time to live deletes days late, so an expired claim is overwritten here.
    ConditionExpression: 'attribute_not_exists(PK) OR expires_at < :now',
    ExpressionAttributeValues: { ':now': nowSeconds },
  });
  try {
    await table.client.send(put);
    return claim;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const standing = await getItem(table, key, IdempotencyClaimV1);
    if (standing === undefined) throw lostRace('the idempotency key');
    return standing;
  }
};
