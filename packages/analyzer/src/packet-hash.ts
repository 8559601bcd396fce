import type { IncidentPacketV1 } from '@opsrunbook/contracts';
import { canonicalJson, sha256Hex } from '@opsrunbook/core';

/** SHA-256 of the canonical JSON of the packet without `packet_hash`. */
export const packetHash = ({ packet_hash: _, ...rest }: IncidentPacketV1): string => sha256Hex(canonicalJson(rest));

/** The packet with its hash. */
export const sealPacket = (packet: Omit<IncidentPacketV1, 'packet_hash'>): IncidentPacketV1 => ({
  ...packet,
  packet_hash: sha256Hex(canonicalJson(packet)),
});
