import * as z from 'zod';

/** What we read of Jira's answers; everything else may change without breaking anything here. */
const Property = z.object({ aid: z.string() });

/** An issue as the direct read, the search and the bulk read tell it. */
export const IssueAnswer = z.object({
  key: z.string().regex(/^[A-Z][A-Z0-9_]*-\d+$/),
  fields: z.object({ summary: z.string().optional(), labels: z.array(z.string()).optional() }).optional(),
  /** Property values by key; a property somebody else wrote under our key is not ours. */
  properties: z.object({ opsrunbook: Property.optional().catch(undefined) }).optional(),
});
export type IssueAnswer = z.infer<typeof IssueAnswer>;

export const CreatedAnswer = z.object({ key: IssueAnswer.shape.key });

export const SearchAnswer = z.object({ issues: z.array(IssueAnswer).default([]) });

export const BulkAnswer = z.object({ issues: z.array(IssueAnswer).default([]) });

/** Comments, newest first; their bodies are searched for our mark as text. */
export const CommentsAnswer = z.object({
  comments: z.array(z.object({ id: z.string(), body: z.unknown() })).default([]),
});

/** An answer whose content does not matter. */
export const AnyAnswer = z.unknown();
