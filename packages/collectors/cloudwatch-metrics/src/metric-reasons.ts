import type { ReasonCode, ReasonV1 } from '@opsrunbook/contracts';
import { PERMISSION } from './ask-cloudwatch.ts';
import { labelOf, type OpenSeries } from './open-series.ts';

/** Nothing in the scope names a metric or a resource. */
export const NOTHING_TO_READ: ReasonV1 = {
  code: 'nothing_to_read',
  subject: 'cloudwatch-metrics',
  message: 'neither the catalogue nor the hints name a metric or a resource',
  fix: 'add resources or metrics of the service to config/services.json, or hint resource_arns or metrics',
};

/** What the answers themselves say is missing: incomplete, refused or failed metrics, and hinted ones without a datapoint. */
export const metricReasons = (series: readonly OpenSeries[]): readonly ReasonV1[] => [
  ...together(series, 'PartialData', {
    code: 'partial_data',
    message: 'CloudWatch returned only part of the datapoints',
    fix: 'collect again; metrics of the last minutes may still be on their way',
  }),
  ...together(series, 'InternalError', {
    code: 'partial_data',
    message: 'CloudWatch failed inside while reading',
    fix: 'collect again',
  }),
  ...together(series, 'Forbidden', {
    code: 'access_denied',
    message: 'CloudWatch refused to show',
    fix: `allow ${PERMISSION}, in the source account too when the metric is shared across accounts`,
  }),
  ...series.filter(({ metric, empty, status }) => metric.hinted && empty && status === 'Complete').map(missing),
  ...nothingAtAll(series),
];

interface Told {
  readonly code: ReasonCode;
  readonly message: string;
  readonly fix: string;
}

/** One reason for all metrics of a status, named by the first. */
const together = (series: readonly OpenSeries[], status: OpenSeries['status'], told: Told): readonly ReasonV1[] => {
  const such = series.filter((one) => one.status === status).map(({ metric }) => labelOf(metric));
  const first = such.sort()[0];
  if (first === undefined) return [];
  const others = such.length === 1 ? '' : ` and ${such.length - 1} more metrics`;
  return [{ ...told, subject: first.slice(0, 2048), message: `${told.message}: this metric${others}` }];
};

const missing = ({ metric }: OpenSeries): ReasonV1 => ({
  code: 'not_found',
  subject: labelOf(metric).slice(0, 2048),
  message: 'this hinted metric has no datapoint in the window or the baseline',
  fix: 'check namespace, name, statistic and every dimension: CloudWatch matches the full set of dimensions exactly',
});

/** Packs may be silent one by one; when nothing speaks, the names or the region are wrong more often than not. */
const nothingAtAll = (series: readonly OpenSeries[]): readonly ReasonV1[] => {
  const silent = series.every(({ empty, status }) => empty && status === 'Complete');
  if (!silent || series.some(({ metric }) => metric.hinted)) return [];
  return [
    {
      code: 'not_found',
      subject: 'cloudwatch-metrics',
      message: `none of the ${series.length} metrics of the service's resources has a datapoint`,
      fix: 'check the names of the resources in config/services.json, the account and the region',
    },
  ];
};
