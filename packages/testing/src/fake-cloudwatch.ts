import type {
  GetMetricDataCommandInput,
  GetMetricDataCommandOutput,
  MetricDataQuery,
  StatusCode,
} from '@aws-sdk/client-cloudwatch';
import { awsError } from './aws-error.ts';
import { type Answered, metricDataPage, offsetOf } from './metric-data-pages.ts';

/** One metric as CloudWatch would hold it: its datapoints, each at the start of its period. */
export interface FakeMetric {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
  readonly points: readonly (readonly [timeMs: number, value: number])[];
  /** The status its last page reports; Complete by default. */
  readonly finalStatus?: StatusCode;
}

export interface FakeCloudWatchProps {
  readonly nowMs: number;
  readonly metrics?: readonly FakeMetric[];
  /** Datapoints a page may carry; CloudWatch's own 100,800 by default. */
  readonly pointsPerPage?: number;
  /** Answers with the results of a page in reverse order, as CloudWatch promises no order among them. */
  readonly shuffled?: boolean;
  /** Called before each call is answered (counted from 0): throw to make it fail, move a clock to make it slow. */
  readonly onCall?: (call: number) => void;
}

const LIMITS = { queries: 500, points: 100_800 } as const;
const DAY_MS = 86_400_000;

/**
 * GetMetricData with the rules of the real one: 500 queries, unique ids, periods in whole minutes, start inclusive and end
 * exclusive, fine datapoints that age away, pages bound to their request, PartialData on all pages of a metric but its last.
 */
export class FakeCloudWatch {
  readonly calls: GetMetricDataCommandInput[] = [];
  readonly #props: FakeCloudWatchProps;

  constructor(props: FakeCloudWatchProps) {
    this.#props = props;
  }

  /** The input of a call; throws when there was no such call. */
  call(index: number): GetMetricDataCommandInput {
    const input = this.calls[index];
    if (input === undefined) throw new Error(`there was no call ${index}, only ${this.calls.length}`);
    return input;
  }

  async getMetricData(
    input: GetMetricDataCommandInput,
  ): Promise<Pick<GetMetricDataCommandOutput, 'MetricDataResults' | 'NextToken'>> {
    this.calls.push(input);
    this.#props.onCall?.(this.calls.length - 1);
    const { queries, startMs, endMs } = checked(input);
    const from = offsetOf(input);
    const pageSize = Math.min(this.#props.pointsPerPage ?? LIMITS.points, input.MaxDatapoints ?? LIMITS.points);
    const answered = metricDataPage(
      queries.map((query) => this.#answer(query, startMs, endMs)),
      { from, pageSize, input },
    );
    return this.#props.shuffled
      ? { ...answered, MetricDataResults: answered.MetricDataResults.toReversed() }
      : answered;
  }

  #answer(query: MetricDataQuery, startMs: number, endMs: number): Answered {
    const { Id = '', MetricStat: stat } = query;
    const metric = this.#props.metrics?.find((one) => identity(one) === identityOf(query));
    if (stat?.Unit !== undefined || metric === undefined) return { id: Id, points: [], status: 'Complete' };
    const periodMs = (stat?.Period ?? 0) * 1000;
    const oldestMs = this.#props.nowMs - retentionMs(periodMs);
    const fromMs = startMs - (startMs % periodMs);
    const points = metric.points.filter(([timeMs]) => timeMs >= fromMs && timeMs < endMs && timeMs > oldestMs);
    return { id: Id, points, status: metric.finalStatus ?? 'Complete' };
  }
}

const retentionMs = (periodMs: number): number =>
  periodMs < 300_000 ? 15 * DAY_MS : periodMs < 3_600_000 ? 63 * DAY_MS : 455 * DAY_MS;

const identity = ({ namespace, metric, dimensions, statistic }: FakeMetric): string =>
  JSON.stringify([namespace, metric, Object.entries(dimensions).sort(), statistic]);

const identityOf = ({ MetricStat: stat }: MetricDataQuery): string =>
  identity({
    namespace: stat?.Metric?.Namespace ?? '',
    metric: stat?.Metric?.MetricName ?? '',
    dimensions: Object.fromEntries((stat?.Metric?.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value])),
    statistic: stat?.Stat ?? '',
    points: [],
  });

const refuse = (message: string): never => {
  throw awsError('ValidationError', 'client', message);
};

const checkQuery = ({ Id = '', MetricStat: stat }: MetricDataQuery): void => {
  const { Namespace = '', MetricName = '' } = stat?.Metric ?? {};
  if (!/^[a-z][a-zA-Z0-9_]{0,254}$/.test(Id)) refuse(`invalid id ${Id}`);
  if (!/^[^:]/.test(Namespace) || MetricName === '')
    refuse('a metric needs a name, and a namespace without leading colon');
  if (!stat?.Period || stat.Period % 60 !== 0) refuse(`invalid period ${stat?.Period}`);
};

const checked = (input: GetMetricDataCommandInput) => {
  const queries = input.MetricDataQueries ?? [];
  const startMs = input.StartTime?.getTime() ?? Number.NaN;
  const endMs = input.EndTime?.getTime() ?? Number.NaN;
  if (queries.length === 0 || queries.length > LIMITS.queries)
    refuse(`expected 1 to 500 queries, got ${queries.length}`);
  if (!(startMs < endMs)) refuse('StartTime must be before EndTime');
  const ids = new Set(queries.map(({ Id = '' }) => Id));
  if (ids.size !== queries.length) refuse('ids must be unique');
  for (const query of queries) checkQuery(query);
  return { queries, startMs, endMs };
};
