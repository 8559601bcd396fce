import { join } from 'node:path';
import type { BundleSource } from '@opsrunbook/bundle';
import { createFileEvidenceStore, LOCAL_TABLES, startEmbeddedDynamoDb } from '@opsrunbook/local';
import { createActionRepository, createPacketRepository, createRunRepository } from '@opsrunbook/stores';

/** What one machine kept below a data folder; `close` lets go of its tables. */
export const openLocalSource = async (
  folder: string,
): Promise<{ readonly source: BundleSource; close(): Promise<void> }> => {
  const { client, stop } = await startEmbeddedDynamoDb(join(folder, 'tables'));
  const source: BundleSource = {
    objects: createFileEvidenceStore(folder),
    runs: createRunRepository({ client, tableName: LOCAL_TABLES.snapshots }),
    packets: createPacketRepository({ client, tableName: LOCAL_TABLES.packets }),
    ledger: createActionRepository({ client, tableName: LOCAL_TABLES.incidents }),
  };
  return { source, close: stop };
};
