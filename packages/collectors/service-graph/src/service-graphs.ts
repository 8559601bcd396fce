import {
  GetServiceGraphCommand,
  type GetServiceGraphCommandInput,
  type GetServiceGraphCommandOutput,
  type XRayClient,
} from '@aws-sdk/client-xray';
import type { CallOptions } from '@opsrunbook/evidence';

/** What X-Ray answers; the SDK's bookkeeping is left out, so that a recording can answer too. */
export type ServiceGraphPage = Pick<GetServiceGraphCommandOutput, 'Services' | 'NextToken'>;

/** The one X-Ray call this collector makes. `abortSignal` ends a call that would outlive the budget. */
export interface ServiceGraphs {
  getServiceGraph(input: GetServiceGraphCommandInput, options?: CallOptions): Promise<ServiceGraphPage>;
}

/** The port over the real client; timeouts and retry mode are the client's own. */
export const serviceGraphsOf = (client: Pick<XRayClient, 'send'>): ServiceGraphs => ({
  getServiceGraph: (input, options) => client.send(new GetServiceGraphCommand(input), options),
});
