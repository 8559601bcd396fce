import { type ReplayRun, replay } from '@opsrunbook/actions';
import { gatedPacket } from '@opsrunbook/analyzer';
import { IncidentPacketV1, type ReplayV1, type RepositoryResolutionV1, type RunV1 } from '@opsrunbook/contracts';
import { NotFoundError } from '@opsrunbook/core';
import { readSealed, readSealedRun } from '@opsrunbook/evidence';
import type { ApiDeps } from './api-deps.ts';

/** A run that was never acted on asked nobody where the fault lies in code. */
const UNRESOLVED: RepositoryResolutionV1 = {
  chosen: null,
  confidence: 0,
  reason: 'the run was never acted on',
  revision: null,
  code_owners: [],
  candidates: [],
};

/** What a replay reads. */
export type ReplayDeps = Pick<ApiDeps, 'runs' | 'packets' | 'evidence' | 'gate' | 'actions' | 'actionsConfig'>;

/** Analyzes a run's sealed evidence and plans again, and compares with what is stored. Writes nothing. Throws NotFound before there is a packet. */
export const replayRun = async (deps: ReplayDeps, run: RunV1): Promise<ReplayV1> => {
  const { incident_id, run_id } = run;
  const { match, packet_match, plan_match, diffs, new_plan_preview, versions } = replay(
    await whatStands(deps, run),
    deps.actionsConfig,
  );
  return { incident_id, run_id, match, packet_match, plan_match, diffs: [...diffs], new_plan_preview, versions };
};

const whatStands = async (deps: ReplayDeps, run: RunV1): Promise<ReplayRun> => {
  const [record, snapshot] = await Promise.all([deps.packets.get(run), deps.runs.getSnapshot(run)]);
  if (record === undefined || snapshot === undefined)
    throw new NotFoundError('no_packet', `run ${run.run_id} has no packet yet`);
  const packet = (await readSealed(deps.evidence, record, IncidentPacketV1)).document;
  const sealed = await readSealedRun(deps.evidence, snapshot.manifest);
  const gate = await deps.gate();
  const plan = (await deps.actions.plan(run)) ?? null;
  const reanalyze = () => gatedPacket(sealed, gate).value;
  return { packet, plan, reanalyze, resolution: plan?.resolution ?? UNRESOLVED };
};
