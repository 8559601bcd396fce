import { type ActionsListV1, RunId, type RunV1 } from '@opsrunbook/contracts';
import { NotFoundError } from '@opsrunbook/core';
import { type Context, Hono } from 'hono';
import { actionsView, latestActions } from './actions-view.ts';
import type { ApiDeps } from './api-deps.ts';
import { replayRun } from './replay-run.ts';
import { knownIncident } from './routes-incidents.ts';

/** How many plans one answer lists. An incident is rarely collected again more often. */
const MAX_PLANS = 20;

/** What was planned and done about an incident, and doing it again on paper. */
export const actionRoutes = (deps: ApiDeps): Hono => {
  const routes = new Hono();
  routes.get('/v1/incidents/:incident_id/actions/latest', async (c) => {
    const { incident_id } = await knownIncident(deps, c);
    const latest = await latestActions(deps, incident_id);
    if (latest === undefined)
      throw new NotFoundError('no_actions', `incident ${incident_id} has not been acted on yet`);
    return c.json(latest);
  });
  routes.get('/v1/incidents/:incident_id/actions', async (c) => {
    const { incident_id } = await knownIncident(deps, c);
    const plans = await deps.actions.plans(incident_id, MAX_PLANS);
    const answer: ActionsListV1 = {
      incident_id,
      plans: await Promise.all(plans.map((plan) => actionsView(deps, plan))),
    };
    return c.json(answer);
  });
  routes.post('/v1/incidents/:incident_id/replay', async (c) =>
    c.json(await replayRun(deps, await runToReplay(deps, c))),
  );
  return routes;
};

const runToReplay = async (deps: ApiDeps, c: Context): Promise<RunV1> => {
  const { incident_id } = await knownIncident(deps, c);
  const asked = c.req.query('run_id');
  const id = RunId.safeParse(asked ?? (await deps.packets.latest(incident_id))?.run_id);
  const run = id.success ? await deps.runs.getRun(incident_id, id.data) : undefined;
  if (run !== undefined) return run;
  const what = asked === undefined ? 'no analyzed run yet' : `no run ${asked.slice(0, 100)}`;
  throw new NotFoundError('no_such_run', `incident ${incident_id} has ${what}`);
};
