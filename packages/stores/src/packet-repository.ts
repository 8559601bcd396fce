import { type IncidentId, itemKeys, itemPrefixes, PacketRecordV1, type RunV1 } from '@opsrunbook/contracts';
import type { Gated } from '@opsrunbook/evidence';
import { getItem, newestItems, putNew, type Table } from './dynamo-item.ts';

/** What was concluded of each run, in one line, and where the whole packet lies. */
export interface PacketRepository {
  create(packet: Gated<PacketRecordV1>): Promise<'created' | 'exists'>;
  get(run: RunV1): Promise<PacketRecordV1 | undefined>;
  latest(incidentId: IncidentId): Promise<PacketRecordV1 | undefined>;
}

export const createPacketRepository = (table: Table): PacketRepository => ({
  create: ({ value }) => putNew(table, itemKeys.packet(value), value),
  get: (run) => getItem(table, itemKeys.packet(run), PacketRecordV1),
  latest: async (incidentId) => {
    const partition = `INCIDENT#${incidentId}`;
    return (await newestItems(table, { partition, prefix: itemPrefixes.packet, limit: 1 }, PacketRecordV1))[0];
  },
});
