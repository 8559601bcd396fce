import {
  CollectorName,
  type EvidenceListV1,
  EvidenceV1,
  type IncidentId,
  ManifestV1,
  type ObjectRefV1,
  type PacketRecordV1,
  RunId,
  type SnapshotV1,
} from '@opsrunbook/contracts';
import { IntegrityError, InvalidInputError, type JsonValue, NotFoundError, sha256Hex } from '@opsrunbook/core';
import { citedSlice, readSealed } from '@opsrunbook/evidence';
import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import type { ApiDeps } from './api-deps.ts';
import { knownIncident, knownRun } from './routes-incidents.ts';

/** What runs produced: snapshots, evidence and packets, always the very bytes that were sealed. */
export const resultRoutes = (deps: ApiDeps): Hono => {
  const routes = new Hono();
  routes.use('/v1/incidents/:incident_id/evidence/*', compress());
  routes.get('/v1/incidents/:incident_id/snapshot/latest', async (c) => {
    const snapshot = await latestSnapshot(deps, (await knownIncident(deps, c)).incident_id);
    const manifest = await readSealed(deps.evidence, snapshot.manifest, ManifestV1);
    return c.json({ snapshot, manifest: manifest.document });
  });
  routes.get('/v1/incidents/:incident_id/evidence', async (c) => c.json(await evidenceList(deps, c)));
  routes.get('/v1/incidents/:incident_id/evidence/:collector', async (c) => evidenceObject(deps, c));
  routes.get('/v1/incidents/:incident_id/packet/latest', async (c) => {
    const { incident_id } = await knownIncident(deps, c);
    const packet = await deps.packets.latest(incident_id);
    if (packet === undefined) throw new NotFoundError('no_packet', `incident ${incident_id} has no packet yet`);
    return packetResponse(deps, c, packet);
  });
  routes.get('/v1/incidents/:incident_id/packet/:run_id', async (c) => {
    const run = await knownRun(deps, c);
    const packet = await deps.packets.get(run);
    if (packet === undefined) throw new NotFoundError('no_packet', `run ${run.run_id} has no packet yet`);
    return packetResponse(deps, c, packet);
  });
  return routes;
};

const latestSnapshot = async ({ runs }: ApiDeps, incidentId: IncidentId): Promise<SnapshotV1> => {
  const snapshot = await runs.latestSnapshot(incidentId);
  if (snapshot === undefined)
    throw new NotFoundError('no_snapshot', `incident ${incidentId} has no sealed snapshot yet`);
  return snapshot;
};

const evidenceList = async (deps: ApiDeps, c: Context): Promise<EvidenceListV1> => {
  const { incident_id } = await knownIncident(deps, c);
  const { run_id, manifest } = await latestSnapshot(deps, incident_id);
  const { document } = await readSealed(deps.evidence, manifest, ManifestV1);
  const hrefOf = (collector: CollectorName) => `/v1/incidents/${incident_id}/evidence/${collector}?run_id=${run_id}`;
  const entries = document.entries.map((entry) => ({
    ...entry,
    href: entry.evidence ? hrefOf(entry.collector) : null,
  }));
  return { incident_id, run_id, manifest, entries };
};

const packetResponse = async ({ evidence }: ApiDeps, c: Context, { key, sha256, packet_hash }: PacketRecordV1) => {
  const bytes = await sealedBytes(evidence, { key, sha256 });
  return c.body(Buffer.from(bytes).toString('utf8'), 200, {
    'content-type': 'application/json',
    etag: `"${packet_hash}"`,
  });
};

/** One evidence object of a sealed run, whole, or the part a citation names with `?pointer=/data/rows&from=0&to=10`. */
const evidenceObject = async (deps: ApiDeps, c: Context) => {
  const object = await sealedEvidence(deps, c);
  const bytes = await sealedBytes(deps.evidence, object);
  const text = Buffer.from(bytes).toString('utf8');
  const pointer = c.req.query('pointer');
  const headers = { 'content-type': 'application/json', etag: `"${object.sha256}"` };
  if (pointer === undefined) return c.body(text, 200, headers);
  const evidence: JsonValue = EvidenceV1.parse(JSON.parse(text));
  const slice = citedSlice(evidence, pointer, rangeOf(c));
  if (slice === undefined)
    throw new NotFoundError('no_such_part', `${object.key} has nothing at this pointer and range`);
  return c.json({ object, pointer, slice });
};

const sealedEvidence = async (deps: ApiDeps, c: Context): Promise<ObjectRefV1> => {
  const { incident_id } = await knownIncident(deps, c);
  const collector = CollectorName.safeParse(c.req.param('collector'));
  if (!collector.success)
    throw new NotFoundError('no_such_collector', `there is no collector ${c.req.param('collector')?.slice(0, 50)}`);
  const { manifest, run_id } = await snapshotOf(deps, c, incident_id);
  const { document } = await readSealed(deps.evidence, manifest, ManifestV1);
  const object = document.entries.find((entry) => entry.collector === collector.data)?.evidence;
  if (object !== undefined) return object;
  throw new NotFoundError('no_evidence', `run ${run_id} holds no evidence of ${collector.data}; the manifest says why`);
};

const snapshotOf = async (deps: ApiDeps, c: Context, incidentId: IncidentId): Promise<SnapshotV1> => {
  const runId = c.req.query('run_id');
  if (runId === undefined) return latestSnapshot(deps, incidentId);
  const id = RunId.safeParse(runId);
  const run = id.success ? await deps.runs.getRun(incidentId, id.data) : undefined;
  const snapshot = run === undefined ? undefined : await deps.runs.getSnapshot(run);
  if (snapshot === undefined)
    throw new NotFoundError('no_snapshot', `incident ${incidentId} has no sealed run ${runId.slice(0, 100)}`);
  return snapshot;
};

const rangeOf = (c: Context): { readonly from: number; readonly to: number } | undefined => {
  const [from, to] = [c.req.query('from'), c.req.query('to')];
  if (from === undefined && to === undefined) return undefined;
  if (/^\d{1,7}$/.test(from ?? '') && /^\d{1,7}$/.test(to ?? '')) return { from: Number(from), to: Number(to) };
  const problems = [
    { pointer: '/query/from', detail: 'expected from and to as whole numbers, from inclusive, to exclusive' },
  ];
  throw new InvalidInputError('invalid_range', 'the range cannot be used', { problems });
};

const sealedBytes = async (
  evidence: ApiDeps['evidence'],
  { key, sha256 }: { readonly key: string; readonly sha256: string },
): Promise<Uint8Array> => {
  const bytes = await evidence.get(key);
  if (bytes === undefined)
    throw new IntegrityError('object_missing', `${key} was sealed and is gone`, { context: { key } });
  if (sha256Hex(bytes) === sha256) return bytes;
  throw new IntegrityError('hash_mismatch', `${key} does not have the bytes that were sealed; run npm run verify`, {
    context: { key },
  });
};
