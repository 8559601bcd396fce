import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InvalidInputError } from '@opsrunbook/core';
import { lambdaHandler } from '@opsrunbook/runtime';
import * as z from 'zod';
import { report, startApi } from '../../lambdas/api/test-setup.ts';
import { spokenDuring } from './everything-written.ts';
import { context } from './lambda-context.ts';

const FILE = new URL('../../../shared/data/injection/hostile.jsonl', import.meta.url);
const isThere = existsSync(FILE);
if (!isThere) process.stderr.write('SKIPPED: hostile text and requests; ../shared/data/injection is not there\n');

const Row = z.object({
  id: z.string(),
  family: z.string(),
  sinks: z.array(z.string()).default([]),
  text: z.string().optional(),
  request: z.unknown().optional(),
  expect: z.array(z.int()).default([]),
});

const rows = isThere
  ? readFileSync(FILE, 'utf8')
      .trim()
      .split('\n')
      .map((line) => Row.parse(JSON.parse(line)))
  : [];
/** Every text is tried on every sink, whichever it aims at. */
const texts = rows.flatMap(({ id, text }) => (text === undefined ? [] : [{ id, text }]));
const requests = rows.filter(({ family }) => family === 'request');

/** What ends a line, hides text or turns it around in a viewer: C0, DEL, C1, line and paragraph separators, bidi, zero-width, tags. */
const MISLEADING =
  /[\x00-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\udb40[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const hostile = isThere ? describe : describe.skip;

hostile('hostile text in a log of ours', () => {
  it('has rows that aim at it', () => {
    expect(rows.filter(({ sinks }) => sinks.includes('log') || sinks.includes('logs')).length).toBeGreaterThan(10);
  });

  it('stays one JSON line whose characters are seen as they are', async () => {
    for (const { id, text } of texts) {
      const failure = new InvalidInputError('bad', text, { context: { [text || 'empty']: text } });
      const spoken = await spokenDuring(async () => {
        const done = lambdaHandler({ service: 's', stage: async () => text, describe: (told) => ({ told }) });
        await done({ incident_id: text }, context);
        const failing = lambdaHandler({ service: 's', stage: async () => Promise.reject(failure) });
        await expect(failing({ run_id: text }, context)).rejects.toBe(failure);
      });
      expect([id, spoken.length]).toEqual([id, 2]);
      for (const line of spoken) {
        expect([id, line.at(-1), MISLEADING.exec(line.slice(0, -1))?.index]).toEqual([id, '\n', undefined]);
        expect(JSON.parse(line)).toMatchObject({ message: expect.stringMatching(/^stage /) });
      }
    }
  });
});

hostile('hostile text and requests at the API', () => {
  let api: Awaited<ReturnType<typeof startApi>>;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(async () => {
    await api?.stop();
  });

  it.each(requests.map((row) => [row.id, row] as const))(
    'gives %s a status it may get, and problem details',
    async (_id, row) => {
      const response = await api.post(row.request);
      expect(row.expect).toContain(response.status);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(api.orchestrator.started).toEqual([]);
    },
  );

  it('takes a text as a title or refuses it, and keeps nothing of it that misleads', async () => {
    for (const { id, text } of texts) {
      const response = await api.post(report({ title: text }));
      expect([id, [202, 400, 413].includes(response.status)]).toEqual([id, true]);
    }
    expect(api.failures).toEqual([]);
    const stored = [...api.evidence.objects.values()].map((bytes) => Buffer.from(bytes).toString('utf8'));
    expect(stored.length).toBeGreaterThan(texts.length / 2);
    for (const text of stored) expect(MISLEADING.exec(text)?.[0]).toBeUndefined();
    const listed: unknown = await (await api.get('/v1/incidents?limit=100')).json();
    for (const title of titlesOf(listed)) expect(MISLEADING.test(title.replace(/[\n\t]/g, ' '))).toBe(false);
  });

  it('answers a text as a path, query or header with problem details, and no header of its making', async () => {
    for (const { id, text } of texts) {
      const part = encodeURIComponent(text.toWellFormed().slice(0, 2_000));
      for (const path of [
        `/v1/incidents/${part}`,
        `/v1/incidents/inc-1/runs/${part}`,
        `/v1/incidents?cursor=${part}`,
      ]) {
        const response = await api.get(path);
        expect([id, path, response.status < 500]).toEqual([id, path, true]);
        const body = await response.text();
        expect([id, MISLEADING.test(body)]).toEqual([id, false]);
        expect(() => JSON.parse(body)).not.toThrow();
      }
    }
    expect(api.failures).toEqual([]);
  });
});

const titlesOf = (listed: unknown): readonly string[] =>
  z
    .object({ incidents: z.array(z.object({ title: z.string() })) })
    .parse(listed)
    .incidents.map(({ title }) => title);
