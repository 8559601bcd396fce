import * as z from 'zod';

/** Calls seen in one period. `errors` are the caller's (4xx), `faults` the callee's own (5xx); times are summed milliseconds. */
export const CallStatsV1 = z.strictObject({
  requests: z.int(),
  errors: z.int(),
  faults: z.int(),
  throttles: z.int(),
  total_response_ms: z.number(),
});
export type CallStatsV1 = z.infer<typeof CallStatsV1>;

/** A service, client or resource. `id` is what edges name it by, and its name when that is unique in the graph. */
export const GraphNodeV1 = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** As X-Ray names it, like AWS::Lambda::Function, client or remote; null when the source does not say. */
  type: z.string().nullable(),
  /** Null when nothing was counted in that period. */
  window: CallStatsV1.nullable(),
  baseline: CallStatsV1.nullable(),
});
export type GraphNodeV1 = z.infer<typeof GraphNodeV1>;

/** Calls from one node to another, by node ids. */
export const GraphEdgeV1 = z.strictObject({
  caller: z.string(),
  callee: z.string(),
  window: CallStatsV1.nullable(),
  baseline: CallStatsV1.nullable(),
});
export type GraphEdgeV1 = z.infer<typeof GraphEdgeV1>;

/** Evidence of *service-graph*: nodes ordered by id, edges by caller and callee. */
export const ServiceGraphEvidenceV1 = z.strictObject({
  nodes: z.array(GraphNodeV1),
  edges: z.array(GraphEdgeV1),
  /** True when traces were sampled, cut or still arriving: an absent edge then proves nothing. */
  may_be_incomplete: z.boolean(),
});
export type ServiceGraphEvidenceV1 = z.infer<typeof ServiceGraphEvidenceV1>;
