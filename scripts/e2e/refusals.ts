import { ProblemV1 } from '@opsrunbook/contracts';
import { askFor } from './answers.ts';
import { type IncidentFlow, report } from './incident-flow.ts';

/** Asks for what must be refused, and repeats what must not happen twice. */
export const proveRefusals = async (flow: IncidentFlow, incidentId: string, isPublic: boolean): Promise<void> => {
  const repeated = await report(flow);
  flow.checklist.check(
    'the same report under the same Idempotency-Key is the same incident',
    repeated.value.incident_id === incidentId,
  );
  const other = { ...flow, report: { ...flow.report, title: 'another report' } };
  await refused(
    flow,
    'another report under that key',
    409,
    post(other.report, { 'idempotency-key': flow.idempotencyKey }),
  );
  const misspelt = await refused(flow, 'a report with a misspelt field', 400, post({ ...flow.report, hint: {} }));
  flow.checklist.check(
    'and the field is named',
    misspelt.errors?.some(({ pointer }) => pointer.includes('hint')) === true,
    misspelt,
  );
  const unknown = 'inc-20200101t000000-0000000000';
  const missing = await refused(flow, 'an incident that does not exist', 404, {
    method: 'GET',
    path: `/v1/incidents/${unknown}`,
  });
  flow.checklist.check('and the id is named', missing.detail.includes(unknown), missing);
  if (!isPublic) return;
  const { status } = await flow.api({ method: 'GET', path: '/v1/incidents', signed: false });
  flow.checklist.check('a request without a signature is refused', status === 401 || status === 403, status);
};

const post = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  ({ method: 'POST', path: '/v1/incidents', body, headers }) as const;

const refused = async (
  flow: IncidentFlow,
  what: string,
  status: number,
  request: Parameters<IncidentFlow['api']>[0],
): Promise<ProblemV1> =>
  (await askFor(flow, request, { what: `${what} is refused with ${status}`, status, schema: ProblemV1 })).value;
