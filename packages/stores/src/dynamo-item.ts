import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { ItemKey } from '@opsrunbook/contracts';
import { DependencyError } from '@opsrunbook/core';

/** The part of the document client that repositories use. */
export type DocumentClient = Pick<DynamoDBDocumentClient, 'send'>;

export interface Table {
  readonly client: DocumentClient;
  readonly tableName: string;
}

interface Schema<T> {
  parse(value: unknown): T;
}

/** Writes an item unless one stands under its key; `exists` means nothing was written. */
export const putNew = async (
  { client, tableName }: Table,
  key: ItemKey,
  item: object,
): Promise<'created' | 'exists'> => {
  const put = new PutCommand({
    TableName: tableName,
    Item: { ...item, ...key },
    ConditionExpression: 'attribute_not_exists(PK)',
  });
  try {
    await client.send(put);
    return 'created';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'exists';
    throw error;
  }
};

/** The item under a key, read consistently and parsed by its contract; undefined when there is none. */
export const getItem = async <T>(
  { client, tableName }: Table,
  key: ItemKey,
  schema: Schema<T>,
): Promise<T | undefined> => {
  const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true }));
  return Item === undefined ? undefined : schema.parse(withoutKeys(Item));
};

/** The newest items of one kind under a partition: those whose sort key begins with `prefix`, last first. */
export const newestItems = async <T>(
  { client, tableName }: Table,
  { partition, prefix, limit }: { readonly partition: string; readonly prefix: string; readonly limit: number },
  schema: Schema<T>,
): Promise<readonly T[]> => {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'PK = :pk AND begins_with(SK, :prefix)',
      ExpressionAttributeValues: { ':pk': partition, ':prefix': prefix },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit,
    }),
  );
  return Items.map((item) => schema.parse(withoutKeys(item)));
};

/** An item without the attributes that only place it in tables and indexes. */
export const withoutKeys = (item: Record<string, unknown>): Record<string, unknown> => {
  const { PK: _pk, SK: _sk, list_pk: _listPk, list_sk: _listSk, expires_at: _expiresAt, ...rest } = item;
  return rest;
};

/** Says that a write which must not meet another did; the retry of the stage will find what stands. */
export const lostRace = (what: string): DependencyError =>
  new DependencyError('lost_race', `${what} was written by another invocation and could not be read back; try again`);
