import { ANALYZER_CONFIG } from '../analyzer-config.ts';
import type { VisitFeatures } from './visit-features.ts';
import type { Visit } from './visits.ts';

/** A feature that visits of one operation show more, or no longer show, in the window. Shares are of that operation's visits. */
export interface BehaviourChange {
  readonly service: string;
  readonly operation: string;
  readonly feature: number;
  /** new: trouble that was not there before; missing: something usual that no longer happens. */
  readonly kind: 'new' | 'missing';
  readonly before: number;
  readonly during: number;
  readonly beforeVisits: number;
  readonly duringVisits: number;
  /** Two-proportion z. */
  readonly sigmas: number;
}

const { minSigmas, minNewSigmas, minChange, minNewChange, minVisits, usualShare } = ANALYZER_CONFIG.traces;

/** Every change of behaviour for the worse, strongest first. */
export const behaviourChanges = (
  visits: readonly Visit[],
  { features, byVisit }: VisitFeatures,
): readonly BehaviourChange[] => {
  const operations = Map.groupBy(visits.keys(), (place) => `${visits[place]?.service}\n${visits[place]?.operation}`);
  return [...operations.values()]
    .flatMap((places) => {
      const [beforeVisits, duringVisits] = [countIn(visits, places, 'baseline'), countIn(visits, places, 'window')];
      if (beforeVisits < minVisits || duringVisits < minVisits) return [];
      const { service = '', operation = '' } = visits[places[0] ?? 0] ?? {};
      const isWorse = troubleRose(visits, places, { features, byVisit });
      return [...countsOf(visits, places, byVisit).entries()].flatMap(([feature, [before, during]]) => {
        const change = { service, operation, feature, before: before / beforeVisits, during: during / duringVisits };
        const kind = kindOf(change, { isTrouble: features[feature]?.isTrouble === true, isWorse });
        const sigmas = Math.abs(twoProportionZ([before, beforeVisits], [during, duringVisits]));
        const isUnheardOf = kind === 'new' && before === 0 && during >= minVisits;
        if (kind === undefined || sigmas < (isUnheardOf ? minNewSigmas : minSigmas)) return [];
        return [{ ...change, kind, beforeVisits, duringVisits, sigmas }];
      });
    })
    .sort((a, b) => b.sigmas - a.sigmas || a.feature - b.feature);
};

const kindOf = (
  { before, during }: { readonly before: number; readonly during: number },
  { isTrouble, isWorse }: { readonly isTrouble: boolean; readonly isWorse: boolean },
): BehaviourChange['kind'] | undefined => {
  if (isTrouble) return isWorse && during - before >= minNewChange ? 'new' : undefined;
  return before >= usualShare && before - during >= minChange ? 'missing' : undefined;
};

/** Whether more visits show any trouble at all: one error in the place of another is no change for the worse. */
const troubleRose = (
  visits: readonly Visit[],
  places: readonly number[],
  { features, byVisit }: VisitFeatures,
): boolean => {
  const troubled = places.filter((place) =>
    [...(byVisit[place] ?? [])].some((one) => features[one]?.isTrouble === true),
  );
  const share = (period: Visit['period']): number =>
    countIn(visits, troubled, period) / Math.max(1, countIn(visits, places, period));
  return share('window') - share('baseline') >= minNewChange;
};

const countIn = (visits: readonly Visit[], places: readonly number[], period: Visit['period']): number =>
  places.reduce((count, place) => count + (visits[place]?.period === period ? 1 : 0), 0);

const countsOf = (visits: readonly Visit[], places: readonly number[], byVisit: VisitFeatures['byVisit']) => {
  const counts = new Map<number, [before: number, during: number]>();
  for (const place of places) {
    const column = visits[place]?.period === 'window' ? 1 : 0;
    for (const feature of byVisit[place] ?? []) {
      const found = counts.get(feature) ?? [0, 0];
      found[column] += 1;
      counts.set(feature, found);
    }
  }
  return counts;
};

/** Difference of two shares in pooled standard deviations, each with half a success and half a failure added (Agresti and Caffo 2000). */
const twoProportionZ = ([a, n]: readonly [number, number], [b, m]: readonly [number, number]): number => {
  const pooled = (a + b + 0.5) / (n + m + 1);
  return ((b + 0.5) / (m + 1) - (a + 0.5) / (n + 1)) / Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
};
