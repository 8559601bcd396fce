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
import { flowsOf } from './excess-flow.ts';

/** How much a step of each kind speaks for its own entity: failures and latency are symptoms people report, volume is context. */
const BLAME: Readonly<Record<MetricKind, number>> = {
  failure: 0.7,
  availability: 0.7,
  latency: 0.6,
  saturation: 0.6,
  backlog: 0.45,
  volume: 0.2,
  other: 0.25,
};

/** Says which metrics left their baseline's level, when and by how much. */
export const metricSteps = (investigation: Investigation): readonly Draft[] => {
  const metrics = investigation.source('cloudwatch-metrics');
  if (metrics === undefined) return [];
  const isFlow = flowsOf(investigation).length > 0;
  return metrics.evidence.data.series.flatMap((series, index) => {
    const step = metricStep(series, investigation);
    return step === undefined ? [] : [draftOf(metrics, { series, index, step }, investigation, isFlow)];
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
  isFlow: boolean,
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
    blame:
      isFlow && (step.kind === 'latency' || step.kind === 'failure' || step.kind === 'volume')
        ? 0
        : BLAME[step.kind] * confidence,
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
