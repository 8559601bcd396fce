export { ownersOf, type Reviewers, reviewersOf } from './code-owners.ts';
export type { GitHubConnection } from './github-connection.ts';
export { createGitHubDestination, type GitHubDestinationOptions } from './github-destination.ts';
export { readPrivateKey } from './private-key.ts';
export { type GitHubPayload, renderGitHub } from './render-github.ts';
export { createRepositoryLookups } from './repository-lookups.ts';
