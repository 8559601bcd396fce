import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ActionKind, CollectorName, HealthV1, ReportIncidentV1 } from '@opsrunbook/contracts';
import * as z from 'zod';
import { askFor, SmokeStopped } from './e2e/answers.ts';
import { createChecklist } from './e2e/checklist.ts';
import { type IncidentFlow, investigate } from './e2e/incident-flow.ts';
import { proveCitations, proveHashes } from './e2e/proofs.ts';
import { proveActions } from './e2e/prove-actions.ts';
import { proveRefusals } from './e2e/refusals.ts';
import { createApiClient } from './e2e/signed-client.ts';

const USAGE = `npm run smoke -- --url URL [--report FILE] [--cites NAME,NAME] [--rendered KIND,KIND] [--region REGION] [--timeout SECONDS]

  --url      the ApiUrl output of a deployment; requests are signed with your AWS credentials, or carry SMOKE_TOKEN where it asks for a JWT
  --report   a body of POST /v1/incidents to send (default: the last 15 minutes of the service "checkout")
  --cites    collectors that findings must cite (default: none)
  --rendered kinds of actions that must be rendered in a dry run (default: none)
  --timeout  how long the run may take (default 300)`;

const Names = z
  .string()
  .default('')
  .transform((names) => names.split(',').filter((name) => name !== ''));

const Options = z.object({
  url: z.url({ protocol: /^https?$/, error: 'expected --url with the address of a deployment' }),
  report: z.string().optional(),
  cites: Names.pipe(z.array(CollectorName)),
  rendered: Names.pipe(z.array(ActionKind)),
  region: z.string().optional(),
  timeout: z.coerce.number().int().positive().default(300),
});

/** The whole flow against a deployment; gives back how many checks failed. */
const smoke = async (options: z.infer<typeof Options>): Promise<number> => {
  const base = new URL(options.url);
  const region =
    options.region ?? /\.execute-api\.([a-z0-9-]+)\./.exec(base.host)?.[1] ?? process.env.AWS_REGION ?? 'us-east-1';
  // An emulator on this machine: it lets everyone in, and its own /health hides ours.
  const isPublic = base.protocol === 'https:';
  const checklist = createChecklist('smoke', console.log);
  const flow: IncidentFlow = {
    api: createApiClient({ url: options.url, region, bearerToken: process.env.SMOKE_TOKEN }),
    checklist,
    report: options.report === undefined ? lastMinutes() : readReport(options.report),
    idempotencyKey: `smoke-${randomUUID()}`,
    timeoutSeconds: options.timeout,
    onProgress: (line) => console.log(`  ..   ${line}`),
  };
  try {
    await answersAtAll(flow, isPublic);
    const incident = await investigate(flow);
    proveHashes(checklist, incident);
    proveCitations(checklist, incident, options.cites);
    await proveActions(flow, incident, options.rendered);
    await proveRefusals(flow, incident.accepted.incident_id, isPublic);
    console.log(`  ..   ${incident.accepted.incident_id}: ${incident.packet.value.headline}`);
  } catch (error) {
    if (!(error instanceof SmokeStopped)) checklist.check(`${options.url} can be talked to`, false, String(error));
  }
  return checklist.finish();
};

const answersAtAll = async (flow: IncidentFlow, isPublic: boolean): Promise<void> => {
  const schema = z.looseObject({ openapi: z.string() });
  const path = '/openapi.json';
  await askFor(flow, { method: 'GET', path }, { what: `GET ${path} answers`, status: 200, schema });
  if (!isPublic) return;
  await askFor(
    flow,
    { method: 'GET', path: '/health' },
    { what: 'GET /health answers', status: 200, schema: HealthV1 },
  );
};

const readReport = (file: string): z.input<typeof ReportIncidentV1> =>
  ReportIncidentV1.parse(JSON.parse(readFileSync(file, 'utf8')));

const lastMinutes = (): z.input<typeof ReportIncidentV1> => {
  const end = new Date();
  const start = new Date(end.getTime() - 15 * 60_000);
  return {
    service: 'checkout',
    title: 'Smoke test',
    time_window: { start: start.toISOString(), end: end.toISOString() },
  };
};

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    report: { type: 'string' },
    cites: { type: 'string' },
    rendered: { type: 'string' },
    region: { type: 'string' },
    timeout: { type: 'string' },
    help: { type: 'boolean' },
  },
});
const options = Options.safeParse(values);
if (!options.success || values.help) {
  console.error(options.success ? USAGE : `${z.prettifyError(options.error)}\n\n${USAGE}`);
  process.exitCode = values.help ? 0 : 2;
} else {
  process.exitCode = (await smoke(options.data)) === 0 ? 0 : 1;
}
