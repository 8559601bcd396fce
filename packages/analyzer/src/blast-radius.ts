import type { IncidentPacketV1 } from '@opsrunbook/contracts';
import type { Draft } from './statement.ts';

const MAX_ENTITIES = 30;

/** Entities with trouble of their own, and those that only pass on a callee's. Who is affected in other ways too is not relaying. */
export const blastRadius = (drafts: readonly Draft[]): IncidentPacketV1['blast_radius'] => {
  const found = drafts.filter(({ isHypothesis }) => isHypothesis !== true);
  const relays = new Set(found.filter(({ role }) => role === 'relay').map(({ entity }) => entity));
  const troubled = found.filter(({ role }) => role === 'failure' || role === 'anomaly');
  const blamed = new Set(troubled.filter(({ blame }) => blame > 0).map(({ entity }) => entity));
  const relaying = [...relays].filter((entity) => !blamed.has(entity)).sort();
  const affected = [...new Set(troubled.map(({ entity }) => entity))]
    .filter((entity) => !relaying.includes(entity))
    .sort();
  return { affected: affected.slice(0, MAX_ENTITIES), relaying: relaying.slice(0, MAX_ENTITIES) };
};
