import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  type GetMetricDataCommandOutput,
} from '@aws-sdk/client-cloudwatch';

/** What CloudWatch answers; the SDK's bookkeeping is left out, so that a recording can answer too. */
export type MetricDataPage = Pick<GetMetricDataCommandOutput, 'MetricDataResults' | 'Messages' | 'NextToken'>;

/** The one CloudWatch call this collector makes. `abortSignal` ends a call that would outlive the budget. */
export interface MetricData {
  getMetricData(
    input: GetMetricDataCommandInput,
    options?: { readonly abortSignal?: AbortSignal },
  ): Promise<MetricDataPage>;
}

/** The port over the real client; timeouts and retry mode are the client's own. */
export const metricDataOf = (client: CloudWatchClient): MetricData => ({
  getMetricData: (input, options) => client.send(new GetMetricDataCommand(input), options),
});
