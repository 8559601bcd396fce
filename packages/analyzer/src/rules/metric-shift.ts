import { canonicalJson } from '@opsrunbook/core';
import { ANALYZER_CONFIG } from '../analyzer-config.ts';
import { figure } from '../claim-text.ts';
import { entityOfSeries } from '../entity-name.ts';
import type { Investigation } from '../evidence-bundle.ts';
import { command, metricCommand } from '../investigation-commands.ts';
import type { Draft } from '../statement.ts';
import type { MetricKind } from '../statistics/metric-kind.ts';
import { type MetricShift, metricShift } from '../statistics/metric-shift.ts';
import { median } from '../statistics/robust.ts';
import { flowsOf } from './excess-flow.ts';

const { minBlame, dampingSigmas, halfRatio, weights } = ANALYZER_CONFIG.shift;
const MAX_DRAFTS = 5;

/** Symptoms that travel from callee to caller: judged here only while nothing tells who calls whom. */
const TRAVELLING: readonly MetricKind[] = ['latency', 'failure', 'availability', 'volume', 'other'];

interface Shifted {
  readonly index: number;
  readonly entity: string;
  readonly shift: MetricShift;
  /** Weighted log ratio beyond what the same kind shows elsewhere, damped within the noise. */
  readonly score: number;
}

/** Says which entity's metrics moved furthest as a whole, over all its kinds of metric, against how the same kinds moved elsewhere. */
export const metricShiftRule = (investigation: Investigation): readonly Draft[] => {
  const metrics = investigation.source('cloudwatch-metrics');
  if (metrics === undefined) return [];
  const isTraced = investigation.source('traces') !== undefined || flowsOf(investigation).length > 0;
  const shifted = scored(investigation).filter(({ shift }) => !isTraced || !TRAVELLING.includes(shift.kind));
  const entities = [...Map.groupBy(shifted, ({ entity }) => entity).entries()]
    .map(([entity, own]) => ({ entity, kinds: strongestPerKind(own) }))
    .map((one) => ({ ...one, total: one.kinds.reduce((sum, { score }) => sum + score, 0) }))
    .filter(({ total }) => total > 0)
    .toSorted((a, b) => b.total - a.total || (a.entity < b.entity ? -1 : 1));
  const all = entities.reduce((sum, { total }) => sum + total ** 2, 0);
  return entities.slice(0, MAX_DRAFTS).flatMap(({ entity, kinds, total }): readonly Draft[] => {
    const [first] = kinds;
    const series = metrics.evidence.data.series[first?.index ?? -1];
    if (first === undefined || series === undefined) return [];
    const blame = (total ** 2 / all) * (total / (total + halfRatio));
    if (blame < minBlame) return [];
    return [
      {
        rule: 'metric-shift',
        entity,
        fact: canonicalJson(['shift']),
        role: 'context',
        claim: `${entity} moved furthest in ${series.metric}: from ${figure(first.shift.level)} to ${figure(first.shift.shifted)}, ${figure(first.shift.sigmas)} deviations, ${figure((100 * total ** 2) / all)} % of what moved`,
        onsetMs: null,
        confidence: blame,
        blame,
        verdict: blame >= ANALYZER_CONFIG.confidence.likely ? 'likely' : 'inconclusive',
        supporting: [
          { source: metrics, pointer: `/data/series/${first.index}` },
          ...kinds.slice(1, 3).map(({ index }) => ({ source: metrics, pointer: `/data/series/${index}` })),
        ],
        action: command(
          `Look at ${series.metric} of ${entity} before and during`,
          metricCommand(series, { startMs: investigation.baseline.startMs, endMs: investigation.window.endMs }),
          'shows whether the shift is real and whether it lasts',
        ),
      },
    ];
  });
};

const scored = (investigation: Investigation): readonly Shifted[] => {
  const series = investigation.source('cloudwatch-metrics')?.evidence.data.series ?? [];
  const shifts = series.flatMap((one, index) => {
    const shift = metricShift(one, investigation);
    return shift === undefined ? [] : [{ index, entity: entityOfSeries(one), metric: one.metric, shift }];
  });
  const elsewhere = new Map(
    [...Map.groupBy(shifts, ({ metric }) => metric).entries()].map(([metric, own]) => [
      metric,
      own.length < 3 ? 0 : Math.max(0, median(own.map(({ shift }) => shift.ratio))),
    ]),
  );
  return shifts.map(({ index, entity, metric, shift }) => {
    const damping = shift.sigmas <= 0 ? 0 : shift.sigmas ** 2 / (shift.sigmas ** 2 + dampingSigmas ** 2);
    const beyond = Math.max(0, shift.ratio - (elsewhere.get(metric) ?? 0));
    return { index, entity, shift, score: weights[shift.kind] * beyond * damping };
  });
};

const strongestPerKind = (own: readonly Shifted[]): readonly Shifted[] =>
  [...Map.groupBy(own, ({ shift }) => shift.kind).values()]
    .map((alike) => alike.reduce((best, one) => (one.score > best.score ? one : best)))
    .toSorted((a, b) => b.score - a.score || a.index - b.index);
