import type { FakeAnswer } from './fake-server.ts';

/** An issue of the fake. */
export interface FakeIssue {
  readonly key: string;
  readonly createdMs: number;
  fields: Record<string, unknown>;
  readonly properties: Map<string, unknown>;
  readonly comments: { readonly id: string; readonly body: unknown }[];
}

/** What the fake knows. */
export interface JiraState {
  readonly projects: readonly string[];
  readonly searchLagMs: number;
  readonly nowMs: () => number;
  readonly issues: FakeIssue[];
}

/** An issue as Jira tells it. */
export const shown = ({ key, fields, properties }: FakeIssue) =>
  JSON.parse(JSON.stringify({ id: key, key, fields, properties: Object.fromEntries(properties) }));

/** A refusal in Jira's form. */
export const problem = (status: number, message: string): FakeAnswer => ({
  status,
  body: { errorMessages: [message], errors: {} },
});
