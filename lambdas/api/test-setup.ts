import { readFileSync } from 'node:fs';
import {
  ActionsConfigV1,
  CollectorsConfigV1,
  RedactionPolicyV1,
  type ReportIncidentV1,
  ServiceCatalogueV1,
} from '@opsrunbook/contracts';
import type { ExecutionState, JsonObject } from '@opsrunbook/core';
import { createGateProvider } from '@opsrunbook/evidence';
import { LOCAL_TABLES, seededIdSource, startEmbeddedDynamoDb } from '@opsrunbook/local';
import {
  createActionRepository,
  createIncidentRepository,
  createPacketRepository,
  createRunRepository,
} from '@opsrunbook/stores';
import { FakeClock, MemoryEvidenceStore } from '@opsrunbook/testing';
import type { ApiDeps } from './api-deps.ts';
import { createApiApp } from './app.ts';

const config = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../config/${name}.json`, import.meta.url), 'utf8'));

/** An orchestrator that only notes what it is asked, and can be told to fail. */
export class NotingOrchestrator {
  readonly started: { readonly name: string; readonly input: JsonObject }[] = [];
  state: ExecutionState = 'RUNNING';
  failNext = false;

  async start(execution: { readonly name: string; readonly input: JsonObject }): Promise<void> {
    if (this.failNext) {
      this.failNext = false;
      throw new TypeError('the orchestrator crashed while it held password=not-for-the-client');
    }
    if (!this.started.some(({ name }) => name === execution.name)) this.started.push(execution);
  }

  async status(name: string): Promise<ExecutionState> {
    return this.started.some((execution) => execution.name === name) ? this.state : 'NOT_FOUND';
  }
}

/** The API over a real DynamoDB emulator in memory. */
export const startApi = async () => {
  const database = await startEmbeddedDynamoDb();
  const orchestrator = new NotingOrchestrator();
  const evidence = new MemoryEvidenceStore();
  const failures: unknown[] = [];
  const clock = new FakeClock(Date.parse('2026-03-03T12:00:00Z'));
  const deps: ApiDeps = {
    incidents: createIncidentRepository({ client: database.client, tableName: LOCAL_TABLES.incidents }),
    runs: createRunRepository({ client: database.client, tableName: LOCAL_TABLES.snapshots }),
    packets: createPacketRepository({ client: database.client, tableName: LOCAL_TABLES.packets }),
    actions: createActionRepository({ client: database.client, tableName: LOCAL_TABLES.incidents }),
    actionsConfig: ActionsConfigV1.parse({ schema_version: '1' }),
    evidence,
    orchestrator,
    gate: createGateProvider(RedactionPolicyV1.parse(config('redaction')), async () => 'a key for tests'),
    clock,
    ids: seededIdSource('api tests'),
    catalogue: ServiceCatalogueV1.parse(config('services')),
    collectors: CollectorsConfigV1.parse(config('collectors')),
    openApi: '{}',
    health: async () => ({ status: 'ok', stage: 'test', version: '0', collectors: [], services: [], settings: [] }),
  };
  const app = createApiApp({ deps, onFailure: (error) => failures.push(error) });
  const post = (body: unknown, headers: Record<string, string> = {}, path = '/v1/incidents') =>
    app.request(path, {
      method: 'POST',
      headers,
      body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
    });
  const get = (path: string) => app.request(path);
  return { app, deps, post, get, clock, orchestrator, evidence, failures, stop: database.stop };
};

/** A report that is accepted at the test's time. */
export const report = (changes: Partial<Record<keyof ReportIncidentV1, unknown>> = {}) => ({
  service: 'checkout',
  environment: 'prod',
  time_window: { start: '2026-03-03T10:00:00Z', end: '2026-03-03T10:30:00Z' },
  hints: { log_groups: ['/aws/lambda/checkout'] },
  ...changes,
});
