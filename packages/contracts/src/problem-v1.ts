import * as z from 'zod';

/** RFC 9457 problem details; `errors` names every wrong field by JSON pointer. */
export const ProblemV1 = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
  code: z.string(),
  errors: z.array(z.strictObject({ pointer: z.string(), detail: z.string() })).optional(),
});
export type ProblemV1 = z.infer<typeof ProblemV1>;

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';
