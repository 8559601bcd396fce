import type { GetMetricDataCommandInput, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { ReasonV1 } from '@opsrunbook/contracts';
import type { Clock } from '@opsrunbook/core';
import { type BudgetMeter, sourceReader } from '@opsrunbook/evidence';
import { CLOUDWATCH, PERMISSION, QUESTION } from './ask-cloudwatch.ts';
import type { MetricData } from './metric-data.ts';
import type { OpenSeries } from './open-series.ts';
import type { RequestRange } from './request-range.ts';
import type { WantedMetric } from './wanted-metrics.ts';

/** What reading needs: the source, the time, and the budget it is charged to. */
export interface Reading {
  readonly client: MetricData;
  readonly clock: Clock;
  readonly budget: BudgetMeter;
}

/** Reads every series over the range, in as few calls as the limits allow; the reasons say what could not be read. */
export const readSeries = async (
  reading: Reading,
  series: readonly OpenSeries[],
  range: RequestRange,
): Promise<readonly ReasonV1[]> => {
  const reasons: ReasonV1[] = [];
  for (let from = 0; from < series.length; from += range.queriesPerCall) {
    const batch = series.slice(from, from + range.queriesPerCall);
    const refused = await readBatch(reading, batch, range);
    reasons.push(...refused);
    // A batch refused as invalid says nothing of the next; everything else would meet the next one too.
    if (refused.some(({ code }) => code !== 'invalid_request')) break;
  }
  return reasons;
};

/** One invalid metric refuses the whole call: the batch is halved until the culprit stands alone. */
const readBatch = async (
  reading: Reading,
  batch: readonly OpenSeries[],
  range: RequestRange,
): Promise<readonly ReasonV1[]> => {
  const reason = await readPages(reading, batch, range);
  if (reason === undefined) return [];
  if (reason.code !== 'invalid_request' || batch.length === 1) return [reason];
  const middle = Math.ceil(batch.length / 2);
  const first = await readBatch(reading, batch.slice(0, middle), range);
  if (first.some(({ code }) => code !== 'invalid_request')) return first;
  return [...first, ...(await readBatch(reading, batch.slice(middle), range))];
};

const readPages = async (
  { client, clock, budget }: Reading,
  batch: readonly OpenSeries[],
  range: RequestRange,
): Promise<ReasonV1 | undefined> => {
  const byId = new Map(batch.map((series, index) => [`m${index}`, series]));
  const queries = [...byId].map(([id, { metric }]) => queryOf(id, metric, range.periodSeconds));
  const reader = sourceReader({ clock, budget }, CLOUDWATCH);
  let token: string | undefined;
  do {
    const input = inputOf(queries, range, token);
    const answer = await reader.ask(QUESTION, (options) => client.getMetricData(input, options));
    if (!answer.ok) return answer.reason;
    for (const result of answer.value.MetricDataResults ?? []) byId.get(result.Id ?? '')?.add(result, budget);
    token = answer.value.NextToken;
    if (token !== undefined && budget.left('points') === 0) {
      budget.cut('points', PERMISSION, null);
      return undefined;
    }
  } while (token !== undefined);
  return undefined;
};

const inputOf = (
  MetricDataQueries: MetricDataQuery[],
  { startMs, endMs }: RequestRange,
  token: string | undefined,
): GetMetricDataCommandInput => ({
  MetricDataQueries,
  StartTime: new Date(startMs),
  EndTime: new Date(endMs),
  ScanBy: 'TimestampAscending',
  ...(token !== undefined && { NextToken: token }),
});

/** Never with a Unit: a wrong one gives empty data instead of an error. */
const queryOf = (Id: string, metric: WantedMetric, Period: number): MetricDataQuery => ({
  Id,
  MetricStat: {
    Metric: {
      Namespace: metric.namespace,
      MetricName: metric.name,
      Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period,
    Stat: metric.statistic,
  },
});
