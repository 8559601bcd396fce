import * as z from 'zod';

const Flag = z.boolean().default(false);

const StackFrame = z.looseObject({
  path: z.string().optional(),
  line: z.number().optional(),
  label: z.string().optional(),
});

/** An exception as X-Ray writes it; SDKs differ in what they fill in. */
export const DocumentException = z.looseObject({
  type: z.string().optional(),
  message: z.string().nullish(),
  stack: z.array(StackFrame).nullish(),
});
export type DocumentException = z.infer<typeof DocumentException>;

/** The exceptions of a failure, or the id of the exception that stands at another segment. */
const Cause = z.union([z.string(), z.looseObject({ exceptions: z.array(DocumentException).nullish() })]);

/**
 * The fields of a segment or subsegment this collector keeps. Everything else, annotations, metadata, SQL and whole URLs among
 * it, is not read. Subsegments stay unknown: each is parsed by itself, so that a broken one loses nothing else.
 */
export const SegmentDocument = z.object({
  id: z.string().min(1),
  name: z.string(),
  start_time: z.number(),
  /** Absent while it is in progress. */
  end_time: z.number().optional(),
  parent_id: z.string().optional(),
  /** Of a subsegment sent by itself: `subsegment`. */
  type: z.string().optional(),
  fault: Flag,
  error: Flag,
  throttle: Flag,
  cause: Cause.nullish(),
  http: z
    .object({
      request: z.object({ method: z.string().optional(), url: z.string().optional() }).nullish(),
      response: z.object({ status: z.number().optional() }).nullish(),
    })
    .nullish(),
  aws: z.object({ operation: z.string().optional() }).nullish(),
  subsegments: z.array(z.unknown()).nullish(),
});
export type SegmentDocument = z.infer<typeof SegmentDocument>;

/** The document in a string; undefined when it is not one. */
export const parseDocument = (text: string | undefined): SegmentDocument | undefined => {
  try {
    return SegmentDocument.safeParse(JSON.parse(text ?? '')).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
