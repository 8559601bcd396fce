import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvidenceStore } from '@opsrunbook/evidence';
import {
  type ActionRepository,
  createActionRepository,
  createIncidentRepository,
  createPacketRepository,
  createRunRepository,
  type IncidentRepository,
  type PacketRepository,
  type RunRepository,
} from '@opsrunbook/stores';
import { LOCAL_TABLES, startEmbeddedDynamoDb } from './embedded-dynamodb.ts';
import { createFileEvidenceStore } from './file-evidence-store.ts';

/** Everything a local system keeps: the repositories of the deployed one over an embedded DynamoDB, and evidence on disk. */
export interface LocalStores {
  readonly incidents: IncidentRepository;
  readonly runs: RunRepository;
  readonly packets: PacketRepository;
  readonly actions: ActionRepository;
  readonly evidence: EvidenceStore;
  close(): Promise<void>;
}

/** Opens the stores below `dataFolder`. Throws a Config error when another process holds it. */
export const openLocalStores = async (dataFolder: string): Promise<LocalStores> => {
  await mkdir(dataFolder, { recursive: true });
  const { client, stop } = await startEmbeddedDynamoDb(join(dataFolder, 'tables'));
  return {
    incidents: createIncidentRepository({ client, tableName: LOCAL_TABLES.incidents }),
    runs: createRunRepository({ client, tableName: LOCAL_TABLES.snapshots }),
    packets: createPacketRepository({ client, tableName: LOCAL_TABLES.packets }),
    actions: createActionRepository({ client, tableName: LOCAL_TABLES.incidents }),
    evidence: createFileEvidenceStore(dataFolder),
    close: stop,
  };
};
