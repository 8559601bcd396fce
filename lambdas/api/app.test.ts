import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AcceptedV1,
  enabledCollectors,
  IncidentListV1,
  IncidentViewV1,
  ProblemV1,
  RunRequestV1,
  RunViewV1,
} from '@opsrunbook/contracts';
import { API_ROUTES } from '@opsrunbook/contracts/openapi';
import fc from 'fast-check';
import { MAX_BODY_BYTES } from './read-body.ts';
import { report, startApi } from './test-setup.ts';

let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const accepted = async (response: Response) => {
  expect(response.status).toBe(202);
  return AcceptedV1.parse(await response.json());
};

const problem = async (response: Response) => {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return ProblemV1.parse(await response.json());
};

const pointersOf = async (body: unknown) => (await problem(await api.post(body))).errors?.map(({ pointer }) => pointer);

describe('POST /v1/incidents', () => {
  it('accepts a report, seals what the run is to do, and starts one execution named by the run', async () => {
    const response = await api.post(report());
    const { incident_id, run_id, links } = await accepted(response);
    expect(response.headers.get('location')).toBe(`/v1/incidents/${incident_id}`);
    expect(links).toMatchObject({
      self: `/v1/incidents/${incident_id}`,
      run: `/v1/incidents/${incident_id}/runs/${run_id}`,
    });
    const started = api.orchestrator.started.find(({ name }) => name === run_id);
    const request = RunRequestV1.parse(JSON.parse(api.evidence.text(`evidence/${incident_id}/${run_id}/request.json`)));
    expect(started?.input).toMatchObject({ incident_id, run_id });
    expect(request.scope.log_groups).toEqual([
      '/aws/lambda/checkout-api',
      '/aws/lambda/checkout-payment',
      '/aws/lambda/checkout',
    ]);
    expect(request.baseline).toEqual({ start: '2026-03-03T09:30:00.000Z', end: '2026-03-03T10:00:00.000Z' });
  });

  it('gives the same incident for the same Idempotency-Key and body, and starts nothing twice', async () => {
    const headers = { 'idempotency-key': 'same-body' };
    const first = await accepted(await api.post(report(), headers));
    const started = api.orchestrator.started.length;
    api.clock.advance(60_000);
    expect(await accepted(await api.post(report(), headers))).toEqual(first);
    expect(api.orchestrator.started).toHaveLength(started);
  });

  it('refuses the same Idempotency-Key with another body', async () => {
    const headers = { 'idempotency-key': 'other-body' };
    const { incident_id } = await accepted(await api.post(report(), headers));
    const response = await api.post(report({ severity: 'low' }), headers);
    expect(response.status).toBe(409);
    expect((await problem(response)).detail).toContain(incident_id);
  });

  it('forgets an Idempotency-Key after a day', async () => {
    const headers = { 'idempotency-key': 'expires' };
    const first = await accepted(await api.post(report(), headers));
    api.clock.advance(25 * 3_600_000);
    expect((await accepted(await api.post(report(), headers))).incident_id).not.toBe(first.incident_id);
  });

  it('finishes under the same ids what a crash before the execution left undone', async () => {
    const headers = { 'idempotency-key': 'crash' };
    api.orchestrator.failNext = true;
    const crashed = await api.post(report(), headers);
    expect(crashed.status).toBe(500);
    expect(JSON.stringify(await problem(crashed))).not.toContain('not-for-the-client');
    const listed = IncidentListV1.parse(await (await api.get('/v1/incidents?limit=1')).json()).incidents[0];
    const { incident_id, run_id } = await accepted(await api.post(report(), headers));
    expect(incident_id).toBe(listed?.incident_id);
    expect(api.orchestrator.started.map(({ name }) => name)).toContain(run_id);
  });

  it.each([
    ['a missing service', report({ service: undefined }), ['/service']],
    ['a wildcard service', report({ service: '*' }), ['/service']],
    ['an unknown environment', report({ environment: 'moon' }), ['/environment']],
    ['an unknown field', { ...report(), admin: true }, ['/admin']],
    ['a misspelt hint', report({ hints: { log_group: [] } }), ['/hints/log_group']],
    ['a log group pattern', report({ hints: { log_groups: ['/aws/*'] } }), ['/hints/log_groups/0']],
    [
      'too many log groups',
      report({ hints: { log_groups: Array.from({ length: 51 }, (_, at) => `/aws/${at}`) } }),
      ['/hints/log_groups'],
    ],
    [
      'an Express execution',
      report({ hints: { execution_arns: ['arn:aws:states:us-east-1:111122223333:express:a:b:c'] } }),
      ['/hints/execution_arns/0'],
    ],
    [
      'a day that does not exist',
      report({ time_window: { start: '2026-02-30T10:00:00Z', end: '2026-03-03T10:00:00Z' } }),
      ['/time_window/start'],
    ],
    [
      'a time without zone',
      report({ time_window: { start: '2026-03-03T10:00:00', end: '2026-03-03T10:30:00Z' } }),
      ['/time_window/start'],
    ],
    [
      'a reversed window',
      report({ time_window: { start: '2026-03-03T10:30:00Z', end: '2026-03-03T10:00:00Z' } }),
      ['/time_window/end'],
    ],
    ['numbers, nulls and arrays', { service: 7, time_window: null, hints: [] }, ['/service', '/time_window', '/hints']],
    ['no object at all', [], ['/']],
  ])('names every wrong field of %s', async (_what, body, pointers) => {
    expect(await pointersOf(body)).toEqual(pointers);
  });

  it.each([
    ['text that is not JSON', '{"service":'],
    ['bytes that are not UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
    ['nothing', ''],
  ])('refuses %s and shows what to send', async (_what, body) => {
    const response = await api.post(body);
    expect(response.status).toBe(400);
    expect((await problem(response)).detail).toContain('time_window');
  });

  it('refuses a member named __proto__ like any unknown field', async () => {
    const body = JSON.stringify(report()).replace('{', '{"__proto__":{"admin":true},');
    expect((await problem(await api.post(body))).errors).toEqual([expect.objectContaining({ pointer: '/__proto__' })]);
  });

  it('accepts a body at the limit and refuses one byte more', async () => {
    const text = JSON.stringify(report());
    expect((await api.post(text.padEnd(MAX_BODY_BYTES, ' '))).status).toBe(202);
    expect((await api.post(text.padEnd(MAX_BODY_BYTES + 1, ' '))).status).toBe(413);
  });

  it('redacts secrets and drops control characters before anything is stored or shown', async () => {
    const { incident_id } = await accepted(
      await api.post(report({ title: 'fails\u001b[31m for \u202eeve@example.com \ud800' })),
    );
    const view = IncidentViewV1.parse(await (await api.get(`/v1/incidents/${incident_id}`)).json());
    expect(view.incident.title).toMatch(/^fails for \[redacted:email:[0-9a-f]{8}\] \ufffd$/);
  });

  it('answers any JSON with 202 or a problem that is the client’s', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const response = await api.post(
          typeof value === 'object' && value !== null ? { ...report(), ...value } : value,
        );
        expect([202, 400, 413]).toContain(response.status);
      }),
      { numRuns: 200 },
    );
  });
});

describe('reading incidents', () => {
  it('lists newest first, page by page, each once', async () => {
    const own = await startApi();
    const ids: string[] = [];
    for (let at = 0; at < 5; at += 1) {
      own.clock.advance(1_000);
      ids.unshift((await accepted(await own.post(report()))).incident_id);
    }
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const response: Response = await own.get(`/v1/incidents?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      const page = IncidentListV1.parse(await response.json());
      seen.push(...page.incidents.map(({ incident_id }) => incident_id));
      cursor = page.cursor;
    }
    expect(seen).toEqual(ids);
    await own.stop();
  });

  it('tells how far a run is from what it wrote', async () => {
    const { links } = await accepted(await api.post(report()));
    const view = RunViewV1.parse(await (await api.get(links.run)).json());
    expect(view.status).toBe('collecting');
    expect(view.collectors.map(({ collector }) => collector)).toEqual(enabledCollectors(api.deps.collectors));
    expect(new Set(view.collectors.map(({ status }) => status))).toEqual(new Set(['running']));
  });

  it('starts a new run of the same incident', async () => {
    const first = await accepted(await api.post(report()));
    api.clock.advance(1_000);
    const second = await accepted(await api.post('', {}, first.links.runs));
    expect(second.incident_id).toBe(first.incident_id);
    expect(second.run_id).not.toBe(first.run_id);
    const view = IncidentViewV1.parse(await (await api.get(first.links.self)).json());
    expect(view.latest_run?.run_id).toBe(second.run_id);
  });

  it.each([
    ['/v1/incidents/inc-20260303t120000-ffffffffff', 'inc-20260303t120000-ffffffffff'],
    ['/v1/incidents/not-an-id/packet/latest', 'not-an-id'],
    ['/v1/nowhere', 'GET /v1/nowhere'],
  ])('answers 404 for %s and says which id', async (path, named) => {
    const response = await api.get(path);
    expect(response.status).toBe(404);
    expect((await problem(response)).detail).toContain(named);
  });

  it('says what a new incident does not have yet', async () => {
    const { links, run_id } = await accepted(await api.post(report()));
    for (const path of [
      links.snapshot,
      links.evidence,
      `${links.self}/packet/latest`,
      links.packet,
      `${links.evidence}/cloudwatch-logs`,
    ]) {
      const response = await api.get(path);
      expect(response.status).toBe(404);
      expect((await problem(response)).detail).toMatch(/yet|no sealed/);
    }
    expect(run_id).toMatch(/^run-/);
  });

  it.each(['limit=0', 'limit=101', 'limit=x', 'cursor=AAAA'])('refuses the list query %s', async (query) => {
    expect((await api.get(`/v1/incidents?${query}`)).status).toBe(400);
  });
});

describe('the app', () => {
  it('serves exactly the addresses it describes', () => {
    const served = api.app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method.toLowerCase()} ${path}`);
    const described = API_ROUTES.map(({ method, path }) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`);
    expect([...new Set(served)].sort()).toEqual([...described].sort());
  });
});
