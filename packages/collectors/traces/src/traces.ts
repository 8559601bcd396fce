import {
  BatchGetTracesCommand,
  type BatchGetTracesCommandInput,
  type BatchGetTracesCommandOutput,
  GetTraceSummariesCommand,
  type GetTraceSummariesCommandInput,
  type GetTraceSummariesCommandOutput,
  type XRayClient,
} from '@aws-sdk/client-xray';
import type { CallOptions } from '@opsrunbook/evidence';

/** What X-Ray answers; the SDK's bookkeeping is left out, so that a recording can answer too. */
export type TraceSummaryPage = Pick<
  GetTraceSummariesCommandOutput,
  'TraceSummaries' | 'TracesProcessedCount' | 'NextToken'
>;
export type TracesPage = Pick<BatchGetTracesCommandOutput, 'Traces' | 'UnprocessedTraceIds' | 'NextToken'>;

/** The two X-Ray calls this collector makes. `abortSignal` ends a call that would outlive the budget. */
export interface Traces {
  getTraceSummaries(input: GetTraceSummariesCommandInput, options?: CallOptions): Promise<TraceSummaryPage>;
  batchGetTraces(input: BatchGetTracesCommandInput, options?: CallOptions): Promise<TracesPage>;
}

/** The port over the real client; timeouts and retry mode are the client's own. */
export const tracesOf = (client: Pick<XRayClient, 'send'>): Traces => ({
  getTraceSummaries: (input, options) => client.send(new GetTraceSummariesCommand(input), options),
  batchGetTraces: (input, options) => client.send(new BatchGetTracesCommand(input), options),
});
