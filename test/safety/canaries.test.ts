import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBundle } from '@opsrunbook/bundle';
import { AcceptedV1, CollectorsConfigV1, RedactionPolicyV1, RunViewV1 } from '@opsrunbook/contracts';
import { createGate, createRedactor } from '@opsrunbook/evidence';
import collectorsConfig from '../../config/collectors.json' with { type: 'json' };
import policy from '../../config/redaction.json' with { type: 'json' };
import { newSigner } from '../../packages/bundle/src/signing-test-setup.ts';
import { startSystem, temporaryFolder } from '../pipeline/test-setup.ts';
import { type CanaryNest, canariesIn, createCanaryNest } from './canary.ts';
import { filesOf, itemsOf, spokenDuring } from './everything-written.ts';
import { plantedIncident } from './planted-incident.ts';

const DEPLOYED = RedactionPolicyV1.parse(policy);
const folder = temporaryFolder();
afterAll(() => folder.remove());

/** Plays the planted incident under a policy, asks the API for everything, and gives back all that can be read afterwards. */
const play = async (name: string, nest: CanaryNest, withPolicy: RedactionPolicyV1) => {
  const dataFolder = join(folder.path, name, 'data');
  const recording = await plantedIncident(join(folder.path, name, 'recording'), nest);
  const answers: string[] = [];
  const statuses: string[] = [];
  const key = nest.word('environment: redaction key');
  process.env.OPSRUNBOOK_CANARY = nest.word('environment: variable of the process');
  const headers = {
    'idempotency-key': nest.word('request: idempotency key'),
    authorization: `Bearer ${nest.word('request: authorization')}`,
    cookie: `session=${nest.word('request: cookie')}`,
    'user-agent': nest.word('request: user agent'),
  };
  const spoken = await spokenDuring(async () => {
    const wrap = (options: Parameters<NonNullable<Parameters<typeof startSystem>[0]['wrap']>>[0]) => ({
      ...options,
      policy: withPolicy,
      redactionKey: key,
    });
    const { system, failures } = await startSystem({
      recording,
      dataFolder,
      wrap,
      collectors: CollectorsConfigV1.parse(collectorsConfig),
    });
    const ask = async (path: string, init: RequestInit = {}) => {
      const response = await system.app.request(path, { ...init, headers: { ...headers } });
      const text = await response.text();
      answers.push(text, JSON.stringify([...response.headers]));
      return { status: response.status, text };
    };
    const post = (body: unknown) => ask('/v1/incidents', { method: 'POST', body: JSON.stringify(body) });
    const accepted = AcceptedV1.parse(JSON.parse((await post(recording.report)).text));
    await system.idle();
    const run = RunViewV1.parse(JSON.parse((await ask(accepted.links.run)).text));
    statuses.push(run.status, ...run.collectors.map(({ collector, status }) => `${collector} ${status}`));
    for (const link of Object.values(accepted.links)) await ask(link);
    for (const { collector } of run.collectors) await ask(`${accepted.links.evidence}/${collector}`);
    for (const path of ['/v1/incidents', '/health', '/openapi.json']) await ask(path);
    await refusals(nest, ask, post);
    const gate = createGate(createRedactor(withPolicy));
    const source = { objects: system.evidence, runs: system.runs, packets: system.packets, ledger: system.actions };
    answers.push(Buffer.from(await createBundle({ source, signer: newSigner(), gate }, accepted)).toString('latin1'));
    await system.stop();
    answers.push(...failures);
  });
  return { texts: [...answers, ...spoken, ...(await filesOf(dataFolder)), ...(await itemsOf(dataFolder))], statuses };
};

/** Requests that are refused, each with a canary in what is wrong with it. */
const refusals = async (
  nest: CanaryNest,
  ask: (path: string) => Promise<{ readonly status: number }>,
  post: (body: unknown) => Promise<{ readonly status: number }>,
): Promise<void> => {
  const wrong = [
    await post({ service: nest.word('refused: value of a field') }),
    await post({ service: 'orders', password: nest.word('refused: unknown field') }),
    await post(nest.word('refused: body')),
    await post({ service: ['orders'], time_window: { start: nest.word('refused: time') } }),
    await ask(`/v1/incidents/${nest.token('refused: path')}`),
    await ask(`/v1/incidents?cursor=${nest.word('refused: cursor')}`),
    await ask(`/v1/incidents?limit=${nest.word('refused: limit')}`),
  ];
  for (const { status } of wrong) expect(status).toBeGreaterThanOrEqual(400);
};

describe('everything the system writes, answers and says', () => {
  const nest = createCanaryNest('canaries');
  let played: Awaited<ReturnType<typeof play>>;
  beforeAll(async () => {
    played = await play('redacted', nest, DEPLOYED);
  });

  it('holds the whole incident, from every collector', () => {
    expect(played.statuses[0]).toBe('analyzed');
    expect(played.statuses.slice(1).filter((status) => status.endsWith(' missing'))).toEqual([]);
    expect(played.statuses).toHaveLength(8);
  });

  it('holds no canary, in clear, in base64 or in hexadecimal digits', () => {
    expect(canariesIn(played.texts, nest.planted)).toEqual([]);
    expect(nest.planted.length).toBeGreaterThan(50);
  });
});

describe('the same without redaction', () => {
  it('holds the canaries of every source: they did come along, and it is the redaction that stopped them', async () => {
    const nest = createCanaryNest('unredacted');
    const every = { ...DEPLOYED, persist: [...EVERY_TYPE] };
    const found = canariesIn((await play('kept', nest, every)).texts, nest.planted);
    const sources = new Set(found.map((place) => place.split(':')[0]));
    const expected = ['alarm', 'change', 'execution', 'log', 'metric', 'refused', 'report', 'service graph', 'trace'];
    expect([...sources].sort()).toEqual(expected);
    expect(found.length).toBeGreaterThan(20);
  });
});

const EVERY_TYPE = [
  'api_key',
  'auth_header',
  'client_secret',
  'cookie',
  'email',
  'encoded_secret',
  'github_pat_classic',
  'oauth',
  'password',
  'private_key',
  'secret',
  'sql_secret',
  'token',
  'url_credentials',
];
