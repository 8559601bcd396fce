import type { GetMetricDataCommandInput, MetricDataResult, StatusCode } from '@aws-sdk/client-cloudwatch';
import { awsError } from './aws-error.ts';

/** What a metric answers over all pages. */
export interface Answered {
  readonly id: string;
  readonly points: readonly (readonly [timeMs: number, value: number])[];
  readonly status: StatusCode;
}

/** Tokens name the request they belong to and the point to go on from. */
const tokenFor = ({ NextToken: _, ...request }: GetMetricDataCommandInput, from: number): string =>
  JSON.stringify({ from, request });

/** Where the page a request asks for begins. Throws when its token belongs to another request. */
export const offsetOf = (input: GetMetricDataCommandInput): number => {
  if (input.NextToken === undefined) return 0;
  const from = Number(/^\{"from":(\d+)/.exec(input.NextToken)?.[1] ?? Number.NaN);
  if (input.NextToken !== tokenFor(input, from)) throw awsError('InvalidNextToken');
  return from;
};

/** One page of answers: datapoints counted over all metrics, PartialData on every page of a metric but its last. */
export const metricDataPage = (
  answers: readonly Answered[],
  {
    from,
    pageSize,
    input,
  }: { readonly from: number; readonly pageSize: number; readonly input: GetMetricDataCommandInput },
) => {
  const until = from + pageSize;
  let first = 0;
  const results: MetricDataResult[] = [];
  for (const { id, points, status } of answers) {
    const last = first + points.length;
    const here = points.slice(Math.max(0, from - first), Math.max(0, until - first));
    if (here.length > 0 || (points.length === 0 && from === 0)) {
      results.push({
        Id: id,
        Timestamps: here.map(([timeMs]) => new Date(timeMs)),
        Values: here.map(([, value]) => value),
        StatusCode: last <= until ? status : 'PartialData',
      });
    }
    first = last;
  }
  return { MetricDataResults: results, ...(first > until && { NextToken: tokenFor(input, until) }) };
};
