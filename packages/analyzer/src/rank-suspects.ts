import type { SuspectV1 } from '@opsrunbook/contracts';
import { ANALYZER_CONFIG } from './analyzer-config.ts';
import { type Draft, draftId, rounded } from './statement.ts';

/**
 * The entities by how likely the incident began there. Statements of one rule say the same thing again, so only the strongest
 * of each rule counts; what different rules say is combined as independent evidence, 1 − Π(1 − blame).
 */
export const rankSuspects = (drafts: readonly Draft[]): readonly SuspectV1[] =>
  [...Map.groupBy(drafts, ({ entity }) => entity).entries()]
    .map(([entity, own]) => suspectOf(entity, own))
    .filter(({ confidence }) => confidence > 0)
    .sort((a, b) => b.confidence - a.confidence || (a.entity < b.entity ? -1 : 1))
    .slice(0, ANALYZER_CONFIG.packet.maxSuspects);

const suspectOf = (entity: string, own: readonly Draft[]): SuspectV1 => {
  const strongest = new Map<string, number>();
  for (const { rule, blame } of own) strongest.set(rule, Math.max(strongest.get(rule) ?? 0, blame));
  const innocent = [...strongest.values()].reduce((product, blame) => product * (1 - blame), 1);
  const statements = [...own].sort((a, b) => b.blame - a.blame).map(draftId);
  return { entity, confidence: rounded(1 - innocent), statements: [...new Set(statements)].slice(0, 5) };
};
