import { canonicalJson } from '@opsrunbook/core';
import { ANALYZER_CONFIG } from '../analyzer-config.ts';
import { figure } from '../claim-text.ts';
import type { Investigation } from '../evidence-bundle.ts';
import { attachedTo, callGraphOf, reachable } from '../flow/call-graph.ts';
import { type EntitySignal, entitySignals, SYMPTOMS } from '../flow/entity-signals.ts';
import { type EntityExcess, type ExcessFlow, excessFlow } from '../flow/excess-flow.ts';
import { command } from '../investigation-commands.ts';
import type { Draft } from '../statement.ts';
import { alarmedEntities } from './alarms.ts';

const MAX_DRAFTS = 5;
const { movedSigmas, rootSigmas, halfMateriality, leftOverWeight, uncountedWeight, minBlame, fitFactor, viewBlame } =
  ANALYZER_CONFIG.flow;

/** Says which entities the extra waiting or failing seen at the alerting entity comes from, callees' shares taken off. */
export const excessFlowRule = (investigation: Investigation): readonly Draft[] =>
  flowsOf(investigation).flatMap((flow) => draftsOf(flow, investigation));

/** The flows worth explaining: one per symptom that an alarm names, or per symptom there is without alarms. None without alarm and calls. */
export const flowsOf = (investigation: Investigation): readonly ExcessFlow[] => {
  const alarmed = alarmedEntities(investigation);
  const graph = callGraphOf(investigation);
  if (alarmed.length === 0 && graph.callees.size === 0) return [];
  return SYMPTOMS.flatMap((symptom) => {
    const alarms = alarmed.filter((one) => one.symptom === symptom);
    if (alarms.length === 0 && alarmed.length > 0) return [];
    const signals = entitySignals(investigation, symptom);
    const rootEntity =
      alarms.find(({ entity }) => signals.some((one) => one.entity === entity))?.entity ?? busiest(signals);
    if (rootEntity === undefined || signals.length < 2) return [];
    const attached = attachedTo(
      rootEntity,
      signals.map(({ entity }) => entity),
      graph,
    );
    const reached = reachable(rootEntity, attached.callees);
    const inReach = signals.filter(({ entity }) => reached.has(entity));
    return excessFlow(inReach, symptom, { rootEntity, graph: attached, windows: investigation }) ?? [];
  });
};

/** Without an alarm the entity with most requests stands for what users see. */
const busiest = (signals: readonly EntitySignal[]): string | undefined => {
  const volume = ({ requests }: EntitySignal): number =>
    [...(requests?.values() ?? [])].reduce((sum, one) => sum + one, 0);
  return signals.toSorted((a, b) => volume(b) - volume(a) || (a.entity < b.entity ? -1 : 1))[0]?.entity;
};

const draftsOf = (flow: ExcessFlow, { window, baseline }: Investigation): readonly Draft[] => {
  const total = flow.entities.reduce((sum, { score }) => sum + score, 0);
  return flow.entities.slice(0, MAX_DRAFTS).flatMap((one) => {
    const share = total === 0 ? 0 : one.score / total;
    const blame = blameOf(flow, one, share);
    if (blame < minBlame) return [];
    return [
      {
        rule: 'excess-flow',
        entity: one.entity,
        fact: canonicalJson([flow.symptom, flow.root.entity]),
        role: 'anomaly' as const,
        claim: claimOf(flow, one, share),
        onsetMs: onsetOf(one, window.startMs),
        confidence: blame,
        blame,
        verdict: verdictOf(blame),
        supporting: one.signal.citations,
        contradicting: [],
        action: command(
          `Look at what ${one.entity} does on its own account`,
          `aws xray get-service-graph --start-time ${new Date(baseline.startMs).toISOString()} --end-time ${new Date(window.endMs).toISOString()}`,
          'shows the entity’s own time and faults next to those of what it calls',
        ),
      },
    ];
  });
};

const verdictOf = (blame: number): Draft['verdict'] => {
  if (blame < ANALYZER_CONFIG.confidence.likely) return 'inconclusive';
  return blame >= ANALYZER_CONFIG.confidence.supported ? 'supported' : 'likely';
};

/**
 * Share of the scored excess × how clearly the entity moved × how clearly that shows at the alerting entity or would matter there. When the
 * alerting entity itself is left with the excess, calls that are not seen may explain it as well.
 */
const blameOf = (flow: ExcessFlow, one: EntityExcess, share: number): number => {
  const { root, isGraphComplete, hasRequests } = flow;
  const moved = one.significance ** 2 / (one.significance ** 2 + movedSigmas ** 2);
  const alerted = Math.max(0, root.significance) ** 2 / (root.significance ** 2 + rootSigmas ** 2);
  const matters = (moved * one.materiality) / (one.materiality + halfMateriality);
  const isLeftOver = one.entity === root.entity && !isGraphComplete;
  const standing = (isLeftOver ? leftOverWeight : 1) * (one.isView ? viewBlame : 1);
  const counted = hasRequests ? 1 : uncountedWeight * Math.min(1, fitFactor * one.fit);
  return share * moved * Math.max(alerted, matters) * standing * counted;
};

const claimOf = ({ symptom, root }: ExcessFlow, one: EntityExcess, share: number): string => {
  const what = symptom === 'latency' ? 'time waited' : 'failed requests';
  const of = one.entity === root.entity ? '' : ` at ${root.entity}`;
  return `${one.entity} accounts for ${figure(share * 100)} % of the extra ${what}${of} that callees do not explain, ${figure(one.significance)} deviations from usual`;
};

/** The first period of the window that is clearly worse than half the entity's worst. */
const onsetOf = ({ signal }: EntityExcess, startMs: number): number | null => {
  const inside = [...signal.values].filter(([at]) => at >= startMs).toSorted(([a], [b]) => a - b);
  const worst = Math.max(...inside.map(([, value]) => value));
  return inside.find(([, value]) => value >= worst / 2)?.[0] ?? null;
};
