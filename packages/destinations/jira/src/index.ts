export type { AdfDocument } from './adf.ts';
export type { JiraConnection } from './jira-api.ts';
export { createJiraDestination } from './jira-destination.ts';
export { type JiraPayload, renderJira } from './render-jira.ts';
