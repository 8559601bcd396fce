import type { MetricDataResult, StatusCode } from '@aws-sdk/client-cloudwatch';
import type { MetricSeriesV1 } from '@opsrunbook/contracts';
import type { BudgetMeter } from '@opsrunbook/evidence';
import type { WantedMetric } from './wanted-metrics.ts';

/** How a metric is called in reasons and cuts. */
export const labelOf = ({ namespace, name, dimensions, statistic }: WantedMetric): string => {
  const names = Object.keys(dimensions).sort();
  return `${namespace} ${name} {${names.map((key) => `${key}=${dimensions[key]}`).join(', ')}} ${statistic}`;
};

/** What became of a metric: CloudWatch's last status, `none` while it has not been answered. */
export type SeriesStatus = StatusCode | 'none';

/** One metric while its pages come in. Points are charged to the budget as they arrive; what does not fit is not kept. */
export class OpenSeries {
  readonly metric: WantedMetric;
  readonly #points = new Map<number, number>();
  #status: SeriesStatus = 'none';
  #cut = false;

  constructor(metric: WantedMetric) {
    this.metric = metric;
  }

  get status(): SeriesStatus {
    return this.#status;
  }

  get empty(): boolean {
    return this.#points.size === 0;
  }

  /** Takes one page's result. CloudWatch says PartialData on every page but the last, so the last word counts. */
  add({ Timestamps = [], Values = [], StatusCode: status }: MetricDataResult, budget: BudgetMeter): void {
    this.#status = status ?? 'Complete';
    const points = Timestamps.flatMap((time, index) => {
      const value = Values[index];
      return value === undefined || !Number.isFinite(value) ? [] : [{ timeMs: time.getTime(), value }];
    });
    if (points.length === 0) return;
    const bytes = points.reduce((sum, { timeMs, value }) => sum + `${timeMs},${value},`.length, 0);
    if (!budget.take({ points: points.length, bytes }, labelOf(this.metric))) {
      this.#cut = true;
      return;
    }
    for (const { timeMs, value } of points) this.#points.set(timeMs, value);
  }

  /** The series as evidence, times ascending. */
  close(periodSeconds: number): MetricSeriesV1 {
    const { namespace, name, dimensions, statistic, resource } = this.metric;
    const points = [...this.#points].sort(([a], [b]) => a - b);
    return {
      namespace,
      metric: name,
      dimensions,
      statistic,
      period_seconds: periodSeconds,
      ...(resource !== undefined && { resource }),
      times_ms: points.map(([timeMs]) => timeMs),
      values: points.map(([, value]) => value),
      complete: this.#status === 'Complete' && !this.#cut,
    };
  }
}
