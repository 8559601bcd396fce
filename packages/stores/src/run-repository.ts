import { type IncidentId, itemKeys, itemPrefixes, type RunId, RunV1, SnapshotV1 } from '@opsrunbook/contracts';
import type { Gated } from '@opsrunbook/evidence';
import { getItem, newestItems, putNew, type Table } from './dynamo-item.ts';

/** Runs and the snapshots that seal them. */
export interface RunRepository {
  createRun(run: Gated<RunV1>): Promise<'created' | 'exists'>;
  getRun(incidentId: IncidentId, runId: RunId): Promise<RunV1 | undefined>;
  latestRun(incidentId: IncidentId): Promise<RunV1 | undefined>;
  putSnapshot(snapshot: Gated<SnapshotV1>): Promise<'created' | 'exists'>;
  getSnapshot(run: RunV1): Promise<SnapshotV1 | undefined>;
  latestSnapshot(incidentId: IncidentId): Promise<SnapshotV1 | undefined>;
}

export const createRunRepository = (table: Table): RunRepository => ({
  createRun: ({ value }) => putNew(table, itemKeys.run(value), value),
  getRun: (incident_id, run_id) => getItem(table, itemKeys.run({ incident_id, run_id }), RunV1),
  latestRun: async (incidentId) => (await newest(table, incidentId, itemPrefixes.run, RunV1))[0],
  putSnapshot: ({ value }) => putNew(table, itemKeys.snapshot(value), value),
  getSnapshot: (run) => getItem(table, itemKeys.snapshot(run), SnapshotV1),
  latestSnapshot: async (incidentId) => (await newest(table, incidentId, itemPrefixes.snapshot, SnapshotV1))[0],
});

const newest = <T>(table: Table, incidentId: IncidentId, prefix: string, schema: { parse(value: unknown): T }) =>
  newestItems(table, { partition: `INCIDENT#${incidentId}`, prefix, limit: 1 }, schema);
