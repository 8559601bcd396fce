import { afterAll } from '@jest/globals';
import { type EmbeddedDynamoDb, LOCAL_TABLES, startEmbeddedDynamoDb } from '@opsrunbook/local';
import { actionLedgerContract } from '../../testing/src/actions/action-ledger-contract.ts';
import { createActionRepository } from './action-repository.ts';

const databases: EmbeddedDynamoDb[] = [];
afterAll(async () => {
  for (const database of databases) await database.stop();
});

actionLedgerContract('ledger in DynamoDB', async () => {
  const database = await startEmbeddedDynamoDb();
  databases.push(database);
  return createActionRepository({ client: database.client, tableName: LOCAL_TABLES.incidents });
});
