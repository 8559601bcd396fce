import * as z from 'zod';

/** Where a change was read. */
export const CHANGE_SOURCES = ['cloudtrail', 'cloudformation', 'lambda', 'ssm'] as const;

/** Who changed what, when. `resource` is the name or ARN of what was changed; `action` the API call or event, like PutParameter. */
export const ChangeV1 = z.strictObject({
  at_ms: z.int(),
  source: z.enum(CHANGE_SOURCES),
  action: z.string(),
  resource: z.string(),
  /** The principal's name, null when the source does not say. */
  actor: z.string().nullable(),
  /** What is different, such as versions or a status; never a parameter's value. */
  detail: z.string().nullable(),
  /** The error code when the change was refused or failed. */
  error: z.string().nullable(),
});
export type ChangeV1 = z.infer<typeof ChangeV1>;

/** Evidence of *changes*: in baseline and window, ordered by time, resource and action. */
export const ChangesEvidenceV1 = z.strictObject({ changes: z.array(ChangeV1) });
export type ChangesEvidenceV1 = z.infer<typeof ChangesEvidenceV1>;
