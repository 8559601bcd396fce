import * as z from 'zod';
import { API_ROUTES, API_SCHEMAS, type ApiRoute, type ApiSchemaName, PATH_PARAMETERS } from './api-routes.ts';
import { PROBLEM_MEDIA_TYPE, ProblemV1 } from './problem-v1.ts';

export { API_ROUTES } from './api-routes.ts';

const SCHEMA_DIALECT = { target: 'draft-2020-12', unrepresentable: 'any' } as const;

/** The OpenAPI 3.1 description of the API, generated from the contracts; equal contracts give equal documents. */
export const openApiDocument = (version: string) => ({
  openapi: '3.1.0',
  info: {
    title: 'OpsRunbook',
    version,
    description: 'Report an incident; read the evidence that was collected for it and what it says.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: 'http://localhost:8000', description: 'npm run dev' }],
  security: [{ sigv4: [] }],
  paths: paths(),
  components: {
    securitySchemes: {
      sigv4: {
        type: 'apiKey',
        name: 'Authorization',
        in: 'header',
        description: 'AWS Signature Version 4 for the service execute-api; curl signs with --aws-sigv4.',
      },
    },
    schemas: schemas(),
  },
});

const schemas = (): Record<string, unknown> => {
  const named = Object.entries({ ...API_SCHEMAS, ProblemV1 });
  return Object.fromEntries(
    named.map(([name, schema]) => [name, jsonSchema(schema, name === 'ReportIncidentV1' ? 'input' : 'output')]),
  );
};

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output' = 'input'): Record<string, unknown> => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    ...SCHEMA_DIALECT,
    io,
    // The format says it; the pattern behind it is 300 characters at every date.
    override: ({ jsonSchema: node }) => {
      if (node.format === 'date-time') delete node.pattern;
    },
  });
  return rest;
};

const paths = (): Record<string, Record<string, unknown>> => {
  const byPath: Record<string, Record<string, unknown>> = {};
  for (const route of API_ROUTES) byPath[route.path] = { ...byPath[route.path], [route.method]: operation(route) };
  return byPath;
};

const operation = ({ operationId, summary, body, status, answers, problems, ...route }: ApiRoute) => ({
  operationId,
  summary,
  parameters: [...pathParameters(route.path), ...(route.parameters ?? []).map(queryOrHeader)],
  ...(body === undefined ? {} : { requestBody: { required: true, content: jsonContent(body) } }),
  responses: {
    [status]: {
      description: summary,
      content: answers === 'object' ? { 'application/json': {} } : jsonContent(answers),
    },
    ...Object.fromEntries([...problems, 500].map((problem) => [problem, problemAnswer])),
  },
});

const pathParameters = (path: string) =>
  Object.entries(PATH_PARAMETERS)
    .filter(([name]) => path.includes(`{${name}}`))
    .map(([name, schema]) => ({ name, in: 'path', required: true, schema: jsonSchema(schema) }));

const queryOrHeader = ({ schema, ...parameter }: NonNullable<ApiRoute['parameters']>[number]) => ({
  ...parameter,
  required: false,
  schema: jsonSchema(schema),
});

const jsonContent = (name: ApiSchemaName) => ({
  'application/json': { schema: { $ref: `#/components/schemas/${name}` } },
});

const problemAnswer = {
  description: 'Problem details (RFC 9457)',
  content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/ProblemV1' } } },
};
