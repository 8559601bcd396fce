import type { IncidentPacketV1 } from '@opsrunbook/contracts';
import type { Draft } from './statement.ts';

const MAX_ENTITIES = 30;

/** Entities with trouble of their own; without a call graph nothing tells who only passes it on. */
export const blastRadius = (drafts: readonly Draft[]): IncidentPacketV1['blast_radius'] => {
  const troubled = drafts.filter(
    ({ role, isHypothesis }) => isHypothesis !== true && (role === 'failure' || role === 'anomaly'),
  );
  const affected = [...new Set(troubled.map(({ entity }) => entity))].sort().slice(0, MAX_ENTITIES);
  return { affected, relaying: [] };
};
