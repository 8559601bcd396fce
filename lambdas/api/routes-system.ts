import { Hono } from 'hono';
import type { ApiDeps } from './api-deps.ts';

/** How the deployment is set up, and the description of the API. */
export const systemRoutes = ({ health, openApi }: ApiDeps): Hono => {
  const routes = new Hono();
  routes.get('/health', async (c) => c.json(await health()));
  routes.get('/openapi.json', (c) => c.body(openApi, 200, { 'content-type': 'application/json' }));
  return routes;
};
