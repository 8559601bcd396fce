import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { MetricRefV1 } from '@opsrunbook/contracts';
import type { SeededService } from './seed-logs.ts';

const MINUTE_MS = 60_000;

/** Writes one value a minute: next to none before the incident, many during it. Gives back the metric. */
export const seedMetric = async ({ name, baselineMs, startMs, endMs }: SeededService): Promise<MetricRefV1> => {
  const metric = { namespace: 'Checkout', name: 'FailedCharges', dimensions: { Service: name }, statistic: 'Sum' };
  const minutes = Array.from(
    { length: Math.floor((endMs - baselineMs) / MINUTE_MS) },
    (_, minute) => baselineMs + minute * MINUTE_MS,
  );
  // The SDK gzips bodies above 10 KB, which ministack 1.4.21 takes for no data at all.
  const metrics = new CloudWatchClient({ disableRequestCompression: true });
  await metrics.send(
    new PutMetricDataCommand({
      Namespace: metric.namespace,
      MetricData: minutes.map((atMs, minute) => ({
        MetricName: metric.name,
        Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
        Timestamp: new Date(atMs),
        Value: atMs < startMs ? minute % 2 : 40 + (minute % 3),
        Unit: 'Count',
      })),
    }),
  );
  return metric;
};
