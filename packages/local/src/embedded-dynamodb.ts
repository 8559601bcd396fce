import type { Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import {
  type AttributeDefinition,
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { INCIDENT_LIST_INDEX } from '@opsrunbook/contracts';
import { ConfigError, DependencyError } from '@opsrunbook/core';
import dynalite from 'dynalite';
import { listenOnLoopback } from './loopback.ts';

export const LOCAL_TABLES = { incidents: 'incidents', snapshots: 'snapshots', packets: 'packets' } as const;

export interface EmbeddedDynamoDb {
  readonly client: DynamoDBDocumentClient;
  stop(): Promise<void>;
}

/**
 * DynamoDB in this process, on a free loopback port, with its data under `folder` (in memory without one); the tables are made when
 * they are not there.
 * Throws a Config error when another process holds the folder.
 */
export const startEmbeddedDynamoDb = async (folder?: string): Promise<EmbeddedDynamoDb> => {
  const server = dynalite({ createTableMs: 0, ...(folder === undefined ? {} : { path: folder }) });
  const port = await listenOnLoopback(server);
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const stop = async () => {
    client.destroy();
    await close(server);
  };
  try {
    await createTables(client);
  } catch (cause) {
    await stop();
    throw new ConfigError(
      'data_folder_in_use',
      `${folder} cannot be opened; is another npm run dev, demo or verify using it?`,
      { cause },
    );
  }
  const marshallOptions = { removeUndefinedValues: true };
  return { client: DynamoDBDocumentClient.from(client, { marshallOptions }), stop };
};

const KEYS: readonly AttributeDefinition[] = [
  { AttributeName: 'PK', AttributeType: 'S' },
  { AttributeName: 'SK', AttributeType: 'S' },
];

const createTables = async (client: DynamoDBClient): Promise<void> => {
  const common = {
    KeySchema: [
      { AttributeName: 'PK', KeyType: 'HASH' as const },
      { AttributeName: 'SK', KeyType: 'RANGE' as const },
    ],
    BillingMode: 'PAY_PER_REQUEST' as const,
  };
  for (const name of [LOCAL_TABLES.snapshots, LOCAL_TABLES.packets]) {
    await createOnce(client, new CreateTableCommand({ ...common, TableName: name, AttributeDefinitions: [...KEYS] }));
  }
  const listKeys: AttributeDefinition[] = [
    { AttributeName: 'list_pk', AttributeType: 'S' },
    { AttributeName: 'list_sk', AttributeType: 'S' },
  ];
  const index = {
    IndexName: INCIDENT_LIST_INDEX,
    KeySchema: [
      { AttributeName: 'list_pk', KeyType: 'HASH' as const },
      { AttributeName: 'list_sk', KeyType: 'RANGE' as const },
    ],
    Projection: { ProjectionType: 'ALL' as const },
  };
  const incidents = new CreateTableCommand({
    ...common,
    TableName: LOCAL_TABLES.incidents,
    AttributeDefinitions: [...KEYS, ...listKeys],
    GlobalSecondaryIndexes: [index],
  });
  await createOnce(client, incidents);
};

const createOnce = async (client: DynamoDBClient, table: CreateTableCommand): Promise<void> => {
  try {
    await client.send(table);
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await untilActive(client, table.input.TableName);
};

/** The emulator makes tables in the background; a moment, unless the machine is busy. */
const TABLE_READY = { tries: 500, delayMs: 20 } as const;

const untilActive = async (client: DynamoDBClient, tableName: string | undefined): Promise<void> => {
  for (let tries = 0; tries < TABLE_READY.tries; tries += 1) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    const states = [Table?.TableStatus, ...(Table?.GlobalSecondaryIndexes ?? []).map(({ IndexStatus }) => IndexStatus)];
    if (states.every((state) => state === 'ACTIVE')) return;
    await setTimeout(TABLE_READY.delayMs);
  }
  throw new DependencyError('table_not_ready', `the table ${tableName} did not become ready; try again`);
};

const close = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    server.close((error) => (error === undefined || error === null ? resolve() : reject(error)));
  });
