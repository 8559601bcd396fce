import * as z from 'zod';
import { ServiceName } from './service-catalogue-v1.ts';

/** A repository as GitHub names it. */
export const RepositoryName = z.string().regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/, 'expected owner/name');
export type RepositoryName = z.infer<typeof RepositoryName>;

/**
 * Matches a whole name: `^`, then the name with `*` for any characters and `?` for one. The `^` must be written, so that nobody
 * expects a piece of a name to match.
 */
export const NamePattern = z
  .string()
  .max(512)
  .regex(/^\^[^\s^]+$/, 'expected ^ and a whole name, with * for any characters, like ^checkout-*');
export type NamePattern = z.infer<typeof NamePattern>;

/** A branch, where it is written by an operator. */
const BranchName = z.string().regex(/^[A-Za-z0-9][\w./-]{0,99}$/, 'expected the name of a branch');

/** What belongs to a repository: any of the names is enough. */
export const RepoRuleV1 = z.strictObject({
  /** Named in the evidence of a resolution, so that a reader finds the rule. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and hyphens'),
  match: z.strictObject({
    services: z.array(ServiceName).max(100).default([]),
    /** Names or ARNs of functions, state machines, tables, queues. */
    resources: z.array(NamePattern).max(100).default([]),
    log_groups: z.array(NamePattern).max(100).default([]),
  }),
  repository: RepositoryName,
  /** The repository's default branch when absent. */
  base_branch: BranchName.optional(),
});
export type RepoRuleV1 = z.infer<typeof RepoRuleV1>;

/** `config/repo_mapping.json`: which code runs where. */
export const RepoMappingV1 = z.strictObject({
  schema_version: z.literal('1'),
  rules: z.array(RepoRuleV1).max(1_000),
});
export type RepoMappingV1 = z.infer<typeof RepoMappingV1>;
