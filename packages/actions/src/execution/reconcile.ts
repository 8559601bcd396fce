import type { ActionRecordV1, IncidentAnalyzedV1, IncidentPacketV1, PacketRecordV1 } from '@opsrunbook/contracts';
import { type ActDeps, readPacket } from './act-on-incident.ts';
import { runPlan } from './run-plan.ts';
import type { Invocation } from './runner-deps.ts';

/** An action is left to its own deliveries this long: 5 receives, 150 s apart. */
export const RECONCILE_AFTER_MS = 15 * 60_000;

/** The time one plan may need; none is begun with less. */
const PLAN_MS = 25_000;

export interface ReconcileDeps extends ActDeps {
  readonly packetRecord: (run: IncidentPacketV1 | ActionRecordV1) => Promise<PacketRecordV1 | undefined>;
}

/** What a reconcile pass did. */
export interface Reconciled {
  readonly looked_at: number;
  readonly settled: number;
  readonly still_open: number;
}

/**
 * Takes up every action that is not settled although its deliveries are over, by the same protocol: what landed is found and recorded,
 * what did not is done. Ends early when time runs short; the next pass goes on.
 */
export const reconcile = async (deps: ReconcileDeps, invocation: Invocation, limit = 100): Promise<Reconciled> => {
  const before = new Date(deps.clock.now().getTime() - RECONCILE_AFTER_MS).toISOString();
  const open = await deps.ledger.pending({ before, limit });
  const runs = [...new Map(open.map((record) => [`${record.incident_id} ${record.run_id}`, record])).values()];
  let settled = 0;
  let lookedAt = 0;
  for (const record of runs) {
    if (invocation.remaining() < PLAN_MS) break;
    lookedAt += 1;
    if (await settle(deps, record, invocation)) settled += 1;
  }
  return { looked_at: lookedAt, settled, still_open: runs.length - settled };
};

const settle = async (deps: ReconcileDeps, record: ActionRecordV1, invocation: Invocation): Promise<boolean> => {
  const [plan, stored] = [await deps.ledger.plan(record), await deps.packetRecord(record)];
  if (plan === undefined || stored === undefined) return false;
  const packet = await readPacket(deps, announced(stored));
  return (await runPlan(deps, { plan, packet, invocation })).answered;
};

const announced = (stored: PacketRecordV1): IncidentAnalyzedV1 => ({
  schema_version: '1',
  incident_id: stored.incident_id,
  run_id: stored.run_id,
  packet_key: stored.key,
  packet_sha256: stored.sha256,
  packet_hash: stored.packet_hash,
});
