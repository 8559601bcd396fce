import { NotFoundError } from '@opsrunbook/core';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ApiDeps } from './api-deps.ts';
import { problemOf, problemResponse } from './problems.ts';
import { bodyTooLarge, MAX_BODY_BYTES } from './read-body.ts';
import { actionRoutes } from './routes-actions.ts';
import { incidentRoutes } from './routes-incidents.ts';
import { resultRoutes } from './routes-results.ts';
import { systemRoutes } from './routes-system.ts';

export interface ApiAppOptions {
  readonly deps: ApiDeps;
  /** Told of every failure that is ours, with the error as it was. */
  readonly onFailure: (error: unknown) => void;
}

/** The whole API: the same app behind API Gateway and on one machine. */
export const createApiApp = ({ deps, onFailure }: ApiAppOptions): Hono => {
  const app = new Hono();
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: () => problemResponse(problemOf(bodyTooLarge())) }));
  app.route('/', systemRoutes(deps));
  app.route('/', incidentRoutes(deps));
  app.route('/', resultRoutes(deps));
  app.route('/', actionRoutes(deps));
  app.notFound((c) => {
    const message = `there is nothing at ${c.req.method} ${c.req.path.slice(0, 200)}; GET /openapi.json lists every address`;
    return problemResponse(problemOf(new NotFoundError('no_such_route', message)));
  });
  app.onError(async (error) => {
    const problem = problemOf(error);
    if (problem.status >= 500) onFailure(error);
    const gate = await deps.gate();
    return problemResponse(gate.pass(problem).value);
  });
  return app;
};
