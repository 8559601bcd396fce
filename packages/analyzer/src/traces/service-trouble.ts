import type { BehaviourChange } from './behaviour-change.ts';
import type { VisitFeatures } from './visit-features.ts';
import type { Visit } from './visits.ts';

/** How many visits of a service changed for the worse and called nothing that did. */
export interface ServiceTrouble {
  readonly service: string;
  /** Visits of the window beyond the baseline's rate. */
  readonly unexplained: number;
  readonly explained: number;
  readonly changes: readonly BehaviourChange[];
}

/** Counts troubled visits service by service; a visit whose callee is troubled in the same trace is explained by it. */
export const serviceTroubles = (
  visits: readonly Visit[],
  { byVisit }: VisitFeatures,
  changes: readonly BehaviourChange[],
): readonly ServiceTrouble[] => {
  const byOperation = Map.groupBy(changes, ({ service, operation }) => `${service}\n${operation}`);
  const isTroubled = visits.map(({ service, operation }, place) =>
    (byOperation.get(`${service}\n${operation}`) ?? []).some(
      ({ feature, kind }) => (byVisit[place]?.has(feature) ?? false) === (kind === 'new'),
    ),
  );
  const hasTroubleBelow = troubledBelow(visits, isTroubled);
  const services = Map.groupBy(visits.keys(), (place) => visits[place]?.service ?? '');
  return [...services.entries()].flatMap(([service, places]) => {
    const own = changes.filter((change) => change.service === service);
    if (own.length === 0) return [];
    const excess = (isCounted: (place: number) => boolean): number => {
      const rate = (period: Visit['period']): readonly [number, number] => {
        const inside = places.filter((place) => visits[place]?.period === period);
        return [inside.filter(isCounted).length, Math.max(1, inside.length)];
      };
      const [[during, duringAll], [before, beforeAll]] = [rate('window'), rate('baseline')];
      return Math.max(0, during - (before / beforeAll) * duringAll);
    };
    const unexplained = excess((place) => isTroubled[place] === true && !hasTroubleBelow[place]);
    const explained = excess((place) => isTroubled[place] === true && hasTroubleBelow[place] === true);
    return [{ service, unexplained, explained, changes: own }];
  });
};

/** Marks the callers, all the way up, of troubled visits of other services. */
const troubledBelow = (visits: readonly Visit[], isTroubled: readonly boolean[]): readonly boolean[] => {
  const below = visits.map(() => false);
  visits.forEach((visit, place) => {
    if (!isTroubled[place]) return;
    let above = visit.caller;
    for (let step = 0; above !== undefined && !below[above] && step < 64; step += 1) {
      below[above] = true;
      above = visits[above]?.caller;
    }
  });
  return below;
};
