import type {
  ActionMarker,
  ActionPlanV1,
  ActionRecordV1,
  IncidentId,
  PacketRecordV1,
  RunId,
  RunV1,
  SnapshotV1,
  TargetRecordV1,
} from '@opsrunbook/contracts';
import type { EvidenceReader } from '@opsrunbook/evidence';

/** What a bundle is read from; the repositories and the evidence store have these shapes. */
export interface BundleSource {
  readonly objects: EvidenceReader;
  readonly runs: {
    getRun(incidentId: IncidentId, runId: RunId): Promise<RunV1 | undefined>;
    getSnapshot(run: RunV1): Promise<SnapshotV1 | undefined>;
    latestSnapshot(incidentId: IncidentId): Promise<SnapshotV1 | undefined>;
  };
  readonly packets: { get(run: RunV1): Promise<PacketRecordV1 | undefined> };
  readonly ledger: {
    plan(run: RunV1): Promise<ActionPlanV1 | undefined>;
    action(key: Pick<ActionRecordV1, 'incident_id' | 'started_at' | 'aid'>): Promise<ActionRecordV1 | undefined>;
    target(incidentId: IncidentId, marker: ActionMarker): Promise<TargetRecordV1 | undefined>;
  };
}
