import type { ServiceGraphs } from '@opsrunbook/collector-service-graph';
import type { RecordedServiceGraphs } from '../further-telemetry-schema.ts';
import { serviceError } from '../service-error.ts';

/** Answers GetServiceGraph from a recording: every part whose start lies in the range, their nodes numbered apart. */
export const recordedServiceGraphs = ({ graphs }: RecordedServiceGraphs): ServiceGraphs => ({
  getServiceGraph: async ({ StartTime, EndTime, NextToken }) => {
    const [startMs, endMs] = [StartTime?.getTime() ?? Number.NaN, EndTime?.getTime() ?? Number.NaN];
    if (!(startMs < endMs)) throw serviceError('InvalidRequestException', 'StartTime must be before EndTime');
    if (NextToken !== undefined) throw serviceError('InvalidRequestException', 'no page of this recording has a token');
    const parts = graphs.filter(({ start }) => start.getTime() >= startMs && start.getTime() < endMs);
    return { Services: parts.flatMap(({ services }, part) => services.map((service) => numbered(service, part))) };
  },
});

/** Numbers are only good within their part; no part has as many nodes as this. */
const PART = 1_000_000;

const numbered = (service: RecordedServiceGraphs['graphs'][number]['services'][number], part: number) => ({
  ...service,
  ReferenceId: service.ReferenceId + part * PART,
  Edges: (service.Edges ?? []).map((edge) => ({ ...edge, ReferenceId: edge.ReferenceId + part * PART })),
});
