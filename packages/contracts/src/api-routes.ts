import * as z from 'zod';
import { ActionsViewV1 } from './action-ledger-v1.ts';
import {
  AcceptedV1,
  ActionsListV1,
  EvidenceListV1,
  HealthV1,
  IncidentListV1,
  IncidentViewV1,
  ReplayV1,
  RunViewV1,
  SnapshotViewV1,
} from './api-v1.ts';
import { CollectorName } from './collector-name.ts';
import { EvidenceV1 } from './evidence-v1.ts';
import { IncidentId, RunId } from './ids.ts';
import { ReportIncidentV1 } from './incident-v1.ts';
import { IncidentPacketV1 } from './packet-v1.ts';

/** Every named schema of the API, as it stands under `components.schemas`. */
export const API_SCHEMAS = {
  ReportIncidentV1,
  AcceptedV1,
  IncidentListV1,
  IncidentViewV1,
  RunViewV1,
  SnapshotViewV1,
  EvidenceListV1,
  EvidenceV1,
  IncidentPacketV1,
  ActionsViewV1,
  ActionsListV1,
  ReplayV1,
  HealthV1,
} as const;
export type ApiSchemaName = keyof typeof API_SCHEMAS;

export interface ApiParameter {
  readonly name: string;
  readonly in: 'query' | 'header';
  readonly description: string;
  readonly schema: z.ZodType;
}

/** One address of the API. `{name}` in the path is a path parameter. */
export interface ApiRoute {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly ApiParameter[];
  readonly body?: ApiSchemaName;
  readonly status: 200 | 202;
  readonly answers: ApiSchemaName | 'object';
  /** Problems it can answer with. */
  readonly problems: readonly number[];
}

export const PATH_PARAMETERS = { incident_id: IncidentId, run_id: RunId, collector: CollectorName } as const;

const IDEMPOTENCY_KEY: ApiParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'The same key and body give the same answer and start nothing twice; the same key with another body is refused with 409.',
  schema: z.string().regex(/^[\x21-\x7e]{1,255}$/),
};

const query = (name: string, description: string, schema: z.ZodType): ApiParameter => ({
  name,
  in: 'query',
  description,
  schema,
});

/** Every address of the API: the source of its OpenAPI description and of the test that the app serves exactly these. */
export const API_ROUTES: readonly ApiRoute[] = [
  {
    method: 'post',
    path: '/v1/incidents',
    operationId: 'reportIncident',
    summary: 'Report an incident and start collecting evidence',
    parameters: [IDEMPOTENCY_KEY],
    body: 'ReportIncidentV1',
    status: 202,
    answers: 'AcceptedV1',
    problems: [400, 409, 413],
  },
  {
    method: 'get',
    path: '/v1/incidents',
    operationId: 'listIncidents',
    summary: 'List incidents, newest first',
    parameters: [
      query('limit', 'Incidents a page, 1 to 100; 20 when absent', z.int().min(1).max(100)),
      query('cursor', 'The cursor of the page before', z.string()),
    ],
    status: 200,
    answers: 'IncidentListV1',
    problems: [400],
  },
  {
    method: 'get',
    path: '/v1/incidents/{incident_id}',
    operationId: 'getIncident',
    summary: 'One incident with its latest run and packet',
    status: 200,
    answers: 'IncidentViewV1',
    problems: [404],
  },
  {
    method: 'post',
    path: '/v1/incidents/{incident_id}/runs',
    operationId: 'collectAgain',
    summary: 'Collect again: a new run over the same window',
    parameters: [IDEMPOTENCY_KEY],
    status: 202,
    answers: 'AcceptedV1',
    problems: [400, 404, 409],
  },
  {
    method: 'get',
    path: '/v1/incidents/{incident_id}/runs/{run_id}',
    operationId: 'getRun',
    summary: 'Status of a run and of each of its collectors',
    status: 200,
    answers: 'RunViewV1',
    problems: [404],
  },
  {
    method: 'get',
    path: '/v1/incidents/{incident_id}/snapshot/latest',
    operationId: 'getLatestSnapshot',
    summary: 'The latest sealed snapshot and its manifest',
    status: 200,
    answers: 'SnapshotViewV1',
    problems: [404],
  },
  {
    method: 'get',
    path: '/v1/incidents/{incident_id}/evidence',
    operationId: 'listEvidence',
    summary: 'The evidence objects of the latest snapshot, with their hashes',
    status: 200,
    answers: 'EvidenceListV1',
    problems: [404],
  },
  {
    method: 'get',
    path: '/v1/incidents/{incident_id}/evidence/{collector}',
    operationId: 'getEvidence',
    summary: 'One evidence object byte for byte, or the part a citation names',
    parameters: [
      query('run_id', 'The run; the latest sealed one when absent', RunId),
      query('pointer', 'JSON pointer of the cited value; the answer is then {object, pointer, slice}', z.string()),
      query('from', 'First element of the cited range', z.int().min(0)),
      query('to', 'End of the cited range, exclusive', z.int().min(1)),
    ],
    status: 200,
    answers: 'EvidenceV1',
    problems: [400, 404],
  },
  {
    method: 'get',
    path: '/v1/incidents/{incident_id}/packet/latest',
    operationId: 'getLatestPacket',
    summary: 'What the analyzer says of the latest analyzed run',
    status: 200,
    answers: 'IncidentPacketV1',
    problems: [404],
  },
  {
    method: 'get',
    path: '/v1/incidents/{incident_id}/packet/{run_id}',
    operationId: 'getPacket',
    summary: 'What the analyzer says of one run',
    status: 200,
    answers: 'IncidentPacketV1',
    problems: [404],
  },
  {
    method: 'get',
    path: '/v1/incidents/{incident_id}/actions/latest',
    operationId: 'getLatestActions',
    summary: 'The plan of the newest run that was acted on, and what became of each action',
    status: 200,
    answers: 'ActionsViewV1',
    problems: [404],
  },
  {
    method: 'get',
    path: '/v1/incidents/{incident_id}/actions',
    operationId: 'listActions',
    summary: 'The newest plans of the incident, each with what became of its actions',
    status: 200,
    answers: 'ActionsListV1',
    problems: [404],
  },
  {
    method: 'post',
    path: '/v1/incidents/{incident_id}/replay',
    operationId: 'replay',
    summary: 'Analyze and plan a run again and compare; nothing is written or sent',
    parameters: [query('run_id', 'The run; the latest analyzed one when absent', RunId)],
    status: 200,
    answers: 'ReplayV1',
    problems: [404],
  },
  {
    method: 'get',
    path: '/health',
    operationId: 'getHealth',
    summary: 'What is switched on and what is missing; never a value of a secret',
    status: 200,
    answers: 'HealthV1',
    problems: [],
  },
  {
    method: 'get',
    path: '/openapi.json',
    operationId: 'getOpenApi',
    summary: 'This description',
    status: 200,
    answers: 'object',
    problems: [],
  },
];
