import * as z from 'zod';

/** An exception a segment recorded; frames as text, innermost first. */
export const TraceExceptionV1 = z.strictObject({ type: z.string(), message: z.string(), frames: z.array(z.string()) });
export type TraceExceptionV1 = z.infer<typeof TraceExceptionV1>;

/** One segment or subsegment. Times are epoch milliseconds with fractions, as X-Ray keeps microseconds. */
export const TraceSegmentV1 = z.strictObject({
  trace_id: z.string(),
  segment_id: z.string(),
  /** Null at the root. */
  parent_id: z.string().nullable(),
  period: z.enum(['window', 'baseline']),
  service: z.string(),
  operation: z.string(),
  start_ms: z.number(),
  end_ms: z.number(),
  /** The caller's mistake (4xx), the service's own failure (5xx), and turned away (429), as X-Ray tells them apart. */
  error: z.boolean(),
  fault: z.boolean(),
  throttle: z.boolean(),
  /** Status of the HTTP response, where the segment tells of a request. */
  http_status: z.int().optional(),
  exceptions: z.array(TraceExceptionV1),
});
export type TraceSegmentV1 = z.infer<typeof TraceSegmentV1>;

/** Evidence of *traces*: segments ordered by trace, start and id. */
export const TracesEvidenceV1 = z.strictObject({ segments: z.array(TraceSegmentV1) });
export type TracesEvidenceV1 = z.infer<typeof TracesEvidenceV1>;
