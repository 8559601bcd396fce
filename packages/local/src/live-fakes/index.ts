export type { FakeAnswer, Fault, LiveFake, SeenRequest } from './fake-server.ts';
export { type GitHubFakeOptions, startGitHubFake } from './github-fake.ts';
export { type FakePull, FakeRepository } from './github-state.ts';
export { type JiraFakeOptions, startJiraFake } from './jira-fake.ts';
export type { FakeIssue } from './jira-state.ts';
export { startTeamsFake } from './teams-fake.ts';
