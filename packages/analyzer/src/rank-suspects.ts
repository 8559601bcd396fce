import type { SuspectV1 } from '@opsrunbook/contracts';
import { ANALYZER_CONFIG } from './analyzer-config.ts';
import { calibratedConfidence } from './calibrated-confidence.ts';
import type { ConfidenceCaps } from './confidence-caps.ts';
import { type Draft, draftId, rounded } from './statement.ts';

/** An entity and how much the rules say against it, 0 to 1, before calibration. */
export interface Suspicion {
  readonly entity: string;
  readonly blame: number;
  readonly statements: readonly string[];
}

/**
 * The entities by how much speaks against them. Statements of one rule say the same thing again, so only the strongest of each rule counts;
 * what different rules say is combined as independent evidence, 1 − Π(1 − blame).
 */
export const rankSuspects = (drafts: readonly Draft[]): readonly Suspicion[] =>
  [...Map.groupBy(drafts, ({ entity }) => entity).entries()]
    .map(([entity, own]) => suspicionOf(entity, own))
    .filter(({ blame }) => blame > 0)
    .sort((a, b) => b.blame - a.blame || (a.entity < b.entity ? -1 : 1))
    .slice(0, ANALYZER_CONFIG.packet.maxSuspects);

const suspicionOf = (entity: string, own: readonly Draft[]): Suspicion => {
  const strongest = new Map<string, number>();
  for (const { rule, blame } of own) strongest.set(rule, Math.max(strongest.get(rule) ?? 0, blame));
  const innocent = [...strongest.values()].reduce((product, blame) => product * (1 - blame), 1);
  const statements = [...own].sort((a, b) => b.blame - a.blame).map(draftId);
  return { entity, blame: 1 - innocent, statements: [...new Set(statements)].slice(0, 5) };
};

/** The leading suspect's chance of being right under both caps; the others share what it leaves, by blame and below it. */
export const calibratedSuspects = (suspicions: readonly Suspicion[], caps: ConfidenceCaps): readonly SuspectV1[] => {
  const [first, second] = suspicions;
  if (first === undefined) return [];
  const chance = calibratedConfidence(first.blame, second?.blame ?? 0);
  const others = suspicions.slice(1).reduce((sum, { blame }) => sum + blame, 0);
  const cap = Math.min(caps.integrity, caps.coverage);
  return suspicions.map(({ entity, blame, statements }, place) => {
    const share = place === 0 ? chance : Math.min(chance, (1 - chance) * (blame / others));
    return { entity, confidence: rounded(Math.min(share, cap)), statements: [...statements] };
  });
};
