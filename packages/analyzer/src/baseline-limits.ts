import type { LimitV1 } from '@opsrunbook/contracts';
import type { Investigation } from './evidence-bundle.ts';
import { limitOf } from './limits.ts';

const FIX = 'report the incident with a window that starts later, or wait until the service has run longer before it';

/** Sources that were read but hold nothing from before the window: what is usual is then unknown. */
export const baselineLimits = ({ source, baseline, window }: Investigation): readonly LimitV1[] => {
  const isBefore = (atMs: number): boolean => atMs >= baseline.startMs && atMs < window.startMs;
  const metrics = source('cloudwatch-metrics');
  const logs = source('cloudwatch-logs');
  const limits: LimitV1[] = [];
  if (metrics !== undefined && metrics.evidence.data.series.length > 0) {
    const without = metrics.evidence.data.series.filter(({ times_ms }) => !times_ms.some(isBefore)).length;
    if (without > 0) {
      const message = `${without} of ${metrics.evidence.data.series.length} metric series have no point in the baseline; their steps cannot be told`;
      limits.push(
        limitOf({ code: 'no_baseline', collector: 'cloudwatch-metrics', subject: 'metrics', message, fix: FIX }),
      );
    }
  }
  if (logs !== undefined && logs.evidence.data.rows.length > 0) {
    const { rows, bins } = logs.evidence.data;
    if (!rows.some(({ period }) => period === 'baseline') && !bins.some(({ start_ms }) => isBefore(start_ms))) {
      const message = 'no log line or count from the baseline; every error looks new';
      limits.push(limitOf({ code: 'no_baseline', collector: 'cloudwatch-logs', subject: 'logs', message, fix: FIX }));
    }
  }
  return limits;
};
