import { IncidentPacketV1, type PacketRecordV1, type RunV1 } from '@opsrunbook/contracts';
import { readSealed } from '@opsrunbook/evidence';
import type { BundleSource } from './bundle-source.ts';

/** A packet and the item that says where it lies. */
export interface StoredPacket {
  readonly record: PacketRecordV1;
  readonly packet: IncidentPacketV1;
}

/** What was concluded of a run; undefined while it is not analyzed. */
export const readPacket = async (
  { packets, objects }: BundleSource,
  { incident_id, run_id, started_at }: Pick<RunV1, 'incident_id' | 'run_id' | 'started_at'>,
): Promise<StoredPacket | undefined> => {
  const record = await packets.get({ schema_version: '1', incident_id, run_id, started_at });
  if (record === undefined) return undefined;
  return { record, packet: (await readSealed(objects, record, IncidentPacketV1)).document };
};
