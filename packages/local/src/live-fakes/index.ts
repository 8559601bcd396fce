export type { FakeAnswer, Fault, LiveFake, SeenRequest } from './fake-server.ts';
export { type GitHubFakeOptions, startGitHubFake } from './github-fake.ts';
export { type FakePull, FakeRepository } from './github-state.ts';
export { type FakeIssue, type JiraFakeOptions, startJiraFake } from './jira-fake.ts';
export { startTeamsFake } from './teams-fake.ts';
