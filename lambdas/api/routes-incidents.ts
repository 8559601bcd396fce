import {
  IncidentId,
  type IncidentListV1,
  type IncidentV1,
  type IncidentViewV1,
  ReportIncidentV1,
  RunId,
  type RunV1,
} from '@opsrunbook/contracts';
import { InvalidInputError, NotFoundError } from '@opsrunbook/core';
import { type Context, Hono } from 'hono';
import { latestActionSummaries } from './actions-view.ts';
import type { ApiDeps } from './api-deps.ts';
import { linksOf } from './links.ts';
import { readBody } from './read-body.ts';
import { collectAgain, reportIncident } from './report-incident.ts';
import { runStatus, runView } from './run-view.ts';

/** Reporting, listing and reading incidents and their runs. */
export const incidentRoutes = (deps: ApiDeps): Hono => {
  const routes = new Hono();
  routes.post('/v1/incidents', async (c) => {
    const body = await readBody(c, ReportIncidentV1);
    const accepted = await reportIncident(deps, { body, idempotencyKey: idempotencyKey(c) });
    return c.json(accepted, 202, { Location: accepted.links.self });
  });
  routes.get('/v1/incidents', async (c) => c.json(await listIncidents(deps, c)));
  routes.get('/v1/incidents/:incident_id', async (c) => c.json(await incidentView(deps, await knownIncident(deps, c))));
  routes.post('/v1/incidents/:incident_id/runs', async (c) => {
    const accepted = await collectAgain(deps, {
      body: await knownIncident(deps, c),
      idempotencyKey: idempotencyKey(c),
    });
    return c.json(accepted, 202, { Location: accepted.links.run });
  });
  routes.get('/v1/incidents/:incident_id/runs/:run_id', async (c) =>
    c.json(await runView(deps, await knownRun(deps, c))),
  );
  return routes;
};

/** The incident a path names. Throws NotFound saying which id. */
export const knownIncident = async (deps: ApiDeps, c: Context): Promise<IncidentV1> => {
  const given = c.req.param('incident_id') ?? '';
  const id = IncidentId.safeParse(given);
  const incident = id.success ? await deps.incidents.get(id.data) : undefined;
  if (incident === undefined)
    throw new NotFoundError('no_such_incident', `there is no incident ${given.slice(0, 100)}`);
  return incident;
};

/** The run a path names. Throws NotFound saying which id. */
export const knownRun = async (deps: ApiDeps, c: Context): Promise<RunV1> => {
  const { incident_id } = await knownIncident(deps, c);
  const given = c.req.param('run_id') ?? '';
  const id = RunId.safeParse(given);
  const run = id.success ? await deps.runs.getRun(incident_id, id.data) : undefined;
  if (run === undefined)
    throw new NotFoundError('no_such_run', `incident ${incident_id} has no run ${given.slice(0, 100)}`);
  return run;
};

const KEY_PATTERN = /^[\x21-\x7e]{1,255}$/;

const idempotencyKey = (c: Context): string | undefined => {
  const key = c.req.header('idempotency-key');
  if (key === undefined || KEY_PATTERN.test(key)) return key;
  const problems = [
    { pointer: '/headers/Idempotency-Key', detail: 'expected 1 to 255 visible ASCII characters without blanks' },
  ];
  throw new InvalidInputError('invalid_idempotency_key', 'the Idempotency-Key cannot be used', { problems });
};

const PAGE = { fallback: 20, max: 100 } as const;

const listIncidents = async ({ incidents }: ApiDeps, c: Context): Promise<IncidentListV1> => {
  const given = c.req.query('limit') ?? String(PAGE.fallback);
  const limit = /^\d{1,3}$/.test(given) ? Number(given) : 0;
  if (limit < 1 || limit > PAGE.max) {
    const problems = [{ pointer: '/query/limit', detail: `expected a whole number from 1 to ${PAGE.max}` }];
    throw new InvalidInputError('invalid_limit', 'the limit cannot be used', { problems });
  }
  const page = await incidents.list({ limit, cursor: c.req.query('cursor') });
  return { incidents: [...page.incidents], cursor: page.cursor ?? null };
};

const incidentView = async (deps: ApiDeps, incident: IncidentV1): Promise<IncidentViewV1> => {
  const { incident_id } = incident;
  const run = await deps.runs.latestRun(incident_id);
  const latest_packet = (await deps.packets.latest(incident_id)) ?? null;
  const latest_actions = await latestActionSummaries(deps, incident_id);
  if (run === undefined) return { incident, latest_run: null, latest_packet, latest_actions, links: null };
  const { status } = await runStatus(deps, run);
  const latest_run = { run_id: run.run_id, started_at: run.started_at, status };
  return { incident, latest_run, latest_packet, latest_actions, links: linksOf(incident_id, run.run_id) };
};
