import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand, type PutCommandInput, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import {
  type ActionKind,
  type ActionMarker,
  ActionPlanV1,
  ActionRecordV1,
  INCIDENT_LIST_INDEX,
  type IncidentId,
  type ItemKey,
  itemKeys,
  itemPrefixes,
  LatestActionsV1,
  PENDING_ACTIONS,
  type RunV1,
  TargetRecordV1,
} from '@opsrunbook/contracts';
import type { Gated } from '@opsrunbook/evidence';
import { getItem, newestItems, putNew, type Table, withoutKeys } from './dynamo-item.ts';

/** Attempts after which an action is no longer taken up by itself; its delivery waits in the dead-letter queue, under that queue's alarms. */
const MAX_ATTEMPTS = 20;

/** Counters of an hour are of no use after it; a day leaves time to look at them. */
const HOUR_ITEM_DAYS = 1;

/** Plans and the ledger of their actions: it has the shape of the `ActionLedger` port. */
export const createActionRepository = (table: Table) => ({
  createPlan: ({ value }: Gated<ActionPlanV1>) => putNew(table, itemKeys.plan(value), value),
  plan: (run: RunV1) => getItem(table, itemKeys.plan(run), ActionPlanV1),
  /** The newest plans of an incident, last first. */
  plans: (incidentId: IncidentId, limit: number) =>
    newestItems(table, { partition: partitionOf(incidentId), prefix: itemPrefixes.plan, limit }, ActionPlanV1),
  action: (key: Pick<ActionRecordV1, 'incident_id' | 'started_at' | 'aid'>) =>
    getItem(table, itemKeys.action(key), ActionRecordV1),
  putAction: ({ value }: Gated<ActionRecordV1>) =>
    putRevision(table, itemKeys.action(value), { ...value, ...pendingKeys(value) }),
  target: (incidentId: IncidentId, marker: ActionMarker) =>
    getItem(table, itemKeys.target(incidentId, marker), TargetRecordV1),
  putTarget: ({ value }: Gated<TargetRecordV1>) =>
    putRevision(table, itemKeys.target(value.incident_id, value.marker), value),
  latest: (incidentId: IncidentId) => getItem(table, itemKeys.latestActions(incidentId), LatestActionsV1),
  moveLatest: async ({ value }: Gated<LatestActionsV1>): Promise<'moved' | 'newer_stands'> => {
    const isMoved = await putIf(table, itemKeys.latestActions(value.incident_id), value, {
      ConditionExpression:
        'attribute_not_exists(PK) OR started_at < :started OR (started_at = :started AND run_id <= :run)',
      ExpressionAttributeValues: { ':started': value.started_at, ':run': value.run_id },
    });
    return isMoved ? 'moved' : 'newer_stands';
  },
  admit: (request: AdmitRequest) => admit(table, request),
  pending: (request: { readonly before: string; readonly limit: number }) => pendingActions(table, request),
});

/** Plans and the ledger of their actions. */
export type ActionRepository = ReturnType<typeof createActionRepository>;

const partitionOf = (incidentId: IncidentId): string => itemKeys.incident(incidentId).PK;

/** Writes an item of revision n over the one of revision n − 1, or where nothing stands for 1. */
const putRevision = async (
  table: Table,
  key: ItemKey,
  item: { readonly revision: number },
): Promise<'written' | 'conflict'> => {
  const condition =
    item.revision === 1
      ? { ConditionExpression: 'attribute_not_exists(PK)' }
      : {
          ConditionExpression: 'revision = :before',
          ExpressionAttributeValues: { ':before': item.revision - 1 },
        };
  return (await putIf(table, key, item, condition)) ? 'written' : 'conflict';
};

type Condition = Pick<PutCommandInput, 'ConditionExpression' | 'ExpressionAttributeValues'>;

const putIf = async (
  { client, tableName }: Table,
  key: ItemKey,
  item: object,
  condition: Condition,
): Promise<boolean> => {
  try {
    await client.send(new PutCommand({ TableName: tableName, Item: { ...item, ...key }, ...condition }));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
};

/** Where an unsettled action is found again without a scan. */
const pendingKeys = ({ status, retryable, attempts, updated_at, aid }: ActionRecordV1) =>
  retryable && status !== 'skipped' && attempts < MAX_ATTEMPTS
    ? { list_pk: PENDING_ACTIONS, list_sk: `${updated_at}#${aid}` }
    : {};

const pendingActions = async (
  { client, tableName }: Table,
  { before, limit }: { readonly before: string; readonly limit: number },
): Promise<readonly ActionRecordV1[]> => {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: tableName,
      IndexName: INCIDENT_LIST_INDEX,
      KeyConditionExpression: 'list_pk = :pk AND list_sk < :before',
      ExpressionAttributeValues: { ':pk': PENDING_ACTIONS, ':before': before },
      Limit: limit,
    }),
  );
  return Items.map((item) => ActionRecordV1.parse(withoutKeys(item)));
};

interface AdmitRequest {
  readonly kind: ActionKind;
  readonly hour: string;
  readonly aid: string;
  readonly cap: number;
}

/** Counts an action once in its hour; the condition makes the count exact without a transaction. */
const admit = async ({ client, tableName }: Table, { kind, hour, aid, cap }: AdmitRequest): Promise<boolean> => {
  const hourEndsAt = Math.floor(Date.parse(`${hour}:00:00Z`) / 1000) + 3_600;
  const update = new UpdateCommand({
    TableName: tableName,
    Key: itemKeys.actionHour(kind, hour),
    UpdateExpression: 'ADD aids :aids SET expires_at = :expires',
    ConditionExpression: 'attribute_not_exists(aids) OR contains(aids, :aid) OR size(aids) < :cap',
    ExpressionAttributeValues: {
      ':aids': new Set([aid]),
      ':aid': aid,
      ':cap': cap,
      ':expires': hourEndsAt + HOUR_ITEM_DAYS * 86_400,
    },
  });
  try {
    await client.send(update);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
};
