import { describe, expect, it } from '@jest/globals';
import {
  addComment,
  bulkFetchIssues,
  createIssue,
  editIssue,
  searchAndReconsileIssuesUsingJqlPost,
} from 'jira.js/cloud';
import type { Client } from 'jira.js/core';

/** What jira.js would send; it is a check here and not what is shipped (README.md). */
const requestsOf = async (use: (client: Client) => Promise<unknown>): Promise<unknown> => {
  const sent: unknown[] = [];
  const client: Client = {
    sendRequest: async ({ method, url, body }) => {
      sent.push(JSON.parse(JSON.stringify([method, url, body])));
      return JSON.parse('{}');
    },
  };
  await use(client);
  return sent[0];
};

const fields = { summary: 'checkout: high incident', labels: ['opsrunbook'] };
const properties = [{ key: 'opsrunbook', value: { aid: 'a' } }];
const doc = { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [] }] } as const;

describe('our requests agree with those of jira.js', () => {
  it.each([
    [
      'create',
      (client: Client) => createIssue(client, { fields, properties }),
      ['POST', '/rest/api/3/issue', { fields, properties }],
    ],
    [
      'update',
      (client: Client) => editIssue(client, { issueIdOrKey: 'OPS-1', fields, properties }),
      ['PUT', '/rest/api/3/issue/OPS-1', { fields, properties }],
    ],
    [
      'search',
      (client: Client) =>
        searchAndReconsileIssuesUsingJqlPost(client, {
          jql: 'x',
          fields: ['labels'],
          properties: ['opsrunbook'],
          maxResults: 100,
        }),
      ['POST', '/rest/api/3/search/jql', { jql: 'x', fields: ['labels'], properties: ['opsrunbook'], maxResults: 100 }],
    ],
    [
      'bulk read',
      (client: Client) =>
        bulkFetchIssues(client, { issueIdsOrKeys: ['OPS-1'], fields: ['labels'], properties: ['opsrunbook'] }),
      [
        'POST',
        '/rest/api/3/issue/bulkfetch',
        { issueIdsOrKeys: ['OPS-1'], fields: ['labels'], properties: ['opsrunbook'] },
      ],
    ],
  ])('on %s', async (_what, use, expected) => {
    expect(await requestsOf(use)).toEqual(expected);
  });

  it('on comment', async () => {
    const sent = await requestsOf((client) =>
      addComment(client, { issueIdOrKey: 'OPS-1', body: { ...doc, content: [...doc.content] } }),
    );
    expect(sent).toMatchObject(['POST', '/rest/api/3/issue/OPS-1/comment', { body: doc }]);
  });
});
