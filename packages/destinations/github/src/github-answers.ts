import * as z from 'zod';

/** What we read of GitHub's answers; everything else may change without breaking anything here. */
const Sha = z.string().regex(/^[0-9a-f]{40}$/);

export const InstallationAnswer = z.object({ id: z.int() });
export const TokenAnswer = z.object({ token: z.string().min(1), expires_at: z.iso.datetime({ offset: true }) });
export const RepositoryAnswer = z.object({ default_branch: z.string() });
export const RefAnswer = z.object({ object: z.object({ sha: Sha }) });
export const ShaAnswer = z.object({ sha: Sha });
export const CommitAnswer = z.object({
  sha: Sha,
  tree: z.object({ sha: Sha }),
  author: z.object({ email: z.string().nullish() }).nullish(),
});

/** A pull request, from the list or read alone. */
export const PullAnswer = z.object({
  number: z.int(),
  html_url: z.string(),
  state: z.enum(['open', 'closed']),
  merged_at: z.string().nullish(),
  body: z.string().nullish(),
  labels: z.array(z.object({ name: z.string().optional() })).default([]),
  head: z.object({ ref: z.string(), repo: z.object({ full_name: z.string() }).nullish() }),
});
export type PullAnswer = z.infer<typeof PullAnswer>;
export const PullsAnswer = z.array(PullAnswer);

export const TreeAnswer = z.object({
  tree: z.array(z.object({ path: z.string(), type: z.string() })),
  truncated: z.boolean(),
});
export const ContentAnswer = z.object({ type: z.literal('file'), encoding: z.literal('base64'), content: z.string() });
export const DeploymentsAnswer = z.array(z.object({ id: z.int(), sha: Sha, environment: z.string() }));
export const DeploymentStatusesAnswer = z.array(z.object({ state: z.string() }));

/** An answer whose content does not matter. */
export const AnyAnswer = z.unknown();
