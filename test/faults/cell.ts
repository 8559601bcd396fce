import * as z from 'zod';

const Range = z.tuple([z.int(), z.int()]);

/** What a cell allows (data/faults/README.md). */
export const Expectation = z.object({
  issues: Range.optional(),
  branches: Range.optional(),
  openPrs: Range.optional(),
  commitsAhead: Range.optional(),
  cards: Range.optional(),
  comments: Range.optional(),
  atMostOnceMode: Range.optional(),
  status: z.string().optional(),
  planHashEqual: z.boolean().optional(),
  lost: z.int().optional(),
  dlq: z.int().optional(),
  alarm: z.boolean().optional(),
  maxCalls: z.int().optional(),
  others: z.string().optional(),
  adopted: z.boolean().optional(),
  latest: z.string().optional(),
});
export type Expectation = z.infer<typeof Expectation>;

/** One line of matrix.jsonl. */
export const Cell = z.object({
  id: z.string(),
  group: z.enum(['crash', 'crash-between-calls', 'provider', 'storage', 'pipeline', 'order', 'collector']),
  action: z.enum(['jira', 'teams', 'github_pr']).optional(),
  point: z.string().optional(),
  fault: z.string().optional(),
  answer: z.string().optional(),
  repeat: z.enum(['first call', 'always']).optional(),
  op: z.enum(['claim', 'intent', 'result', 'latest-pointer']).optional(),
  collector: z.string().optional(),
  delivery: z.string().optional(),
  minWaitSeconds: z.number().optional(),
  expect: Expectation.loose(),
});
export type Cell = z.infer<typeof Cell>;

/** The kind of action a cell is about. */
export const kindOf = ({ action }: Cell) => {
  if (action === 'jira') return 'jira-ticket';
  return action === 'teams' ? 'teams-message' : 'github-pull-request';
};

/** The request that makes the object of an action, which faults of a cell aim at. */
export const effectCallOf = ({ action, answer }: Cell): string => {
  if (action === 'jira') return 'create-issue';
  if (action === 'teams') return 'post-card';
  return answer === '422-already-exists' || answer === '409-branch-moved' ? 'branch' : 'pull';
};
