import type { MetricSeriesV1 } from '@opsrunbook/contracts';
import { canonicalJson } from '@opsrunbook/core';
import { ANALYZER_CONFIG } from '../analyzer-config.ts';
import { clockTime, figure } from '../claim-text.ts';
import { entityOfSeries } from '../entity-name.ts';
import type { Investigation, Source } from '../evidence-bundle.ts';
import { command, metricCommand } from '../investigation-commands.ts';
import type { Draft } from '../statement.ts';
import type { MetricKind } from '../statistics/metric-kind.ts';
import { type MetricStep, metricStep } from '../statistics/metric-step.ts';

/** Failures are read first, traffic last. */
const PROMINENCE: Readonly<Record<MetricKind, number>> = {
  failure: 0.9,
  availability: 0.9,
  saturation: 0.7,
  latency: 0.6,
  backlog: 0.6,
  volume: 0.2,
  other: 0.1,
};

/** Says which metrics left their baseline's level, when and by how much. Whom that speaks against is for the ranking rules. */
export const metricSteps = (investigation: Investigation): readonly Draft[] => {
  const metrics = investigation.source('cloudwatch-metrics');
  if (metrics === undefined) return [];
  return metrics.evidence.data.series.flatMap((series, index) => {
    const step = metricStep(series, investigation);
    return step === undefined ? [] : [draftOf(metrics, { series, index, step }, investigation)];
  });
};

interface Stepped {
  readonly series: MetricSeriesV1;
  readonly index: number;
  readonly step: MetricStep;
}

const draftOf = (
  metrics: Source<'cloudwatch-metrics'>,
  { series, index, step }: Stepped,
  { window, baseline }: Investigation,
): Draft => {
  const entity = entityOfSeries(series);
  const confidence = confidenceOf(series, step);
  const pointer = `/data/series/${index}/values`;
  const usual = step.baseline.to > step.baseline.from ? [{ source: metrics, pointer, range: step.baseline }] : [];
  const way = step.direction === 'up' ? 'rose' : 'fell';
  return {
    rule: 'metric-step',
    entity,
    fact: canonicalJson([series.namespace, series.metric, series.dimensions, series.statistic, step.direction]),
    role: step.kind === 'volume' || step.kind === 'other' ? 'context' : 'anomaly',
    claim: `${series.metric} (${series.statistic}) of ${entity} ${way} from ${figure(step.level)} to ${figure(step.stepped)} at ${clockTime(step.onsetMs)}, for ${step.run.to - step.run.from} × ${series.period_seconds} s`,
    onsetMs: step.onsetMs,
    confidence,
    blame: 0,
    prominence: PROMINENCE[step.kind] * confidence,
    verdict: confidence >= ANALYZER_CONFIG.confidence.supported ? 'supported' : 'likely',
    supporting: [{ source: metrics, pointer, range: step.run }, ...usual],
    action: command(
      `Look at ${series.metric} of ${entity} before and during`,
      metricCommand(series, { startMs: baseline.startMs, endMs: window.endMs }),
      'shows whether the step is real and whether it has ended',
    ),
  };
};

/** Doubts that halve what is left of certainty: a short baseline, a partial series. The size saturates at a few times the bound. */
const confidenceOf = (series: MetricSeriesV1, { size, baselinePeriods }: MetricStep): number => {
  const fromSize = 1 - Math.exp(-size / ANALYZER_CONFIG.metrics.minStep);
  const fromBaseline = baselinePeriods >= 5 ? 1 : 0.8;
  return Math.min(0.95, fromSize * fromBaseline * (series.complete ? 1 : 0.9) + 0.15);
};
