import {
  ACTIONS_COMPLETED,
  type ActionPlanV1,
  type ActionsCompletedV1,
  type IncidentAnalyzedV1,
  IncidentPacketV1,
  type RepositoryResolutionV1,
} from '@opsrunbook/contracts';
import {
  ConflictError,
  canonicalJson,
  DependencyError,
  type EventBus,
  IntegrityError,
  sha256Hex,
} from '@opsrunbook/core';
import { type EvidenceStore, readSealed } from '@opsrunbook/evidence';
import { isIntactPlan } from '../action-id.ts';
import { plan as planActions } from '../plan.ts';
import { type PlanRun, runPlan } from './run-plan.ts';
import type { Invocation, RunnerDeps } from './runner-deps.ts';

export interface ActDeps extends RunnerDeps {
  readonly evidence: EvidenceStore;
  readonly bus: EventBus;
  /** Where the fault most likely lies in code; asked once per run, then the stored plan keeps the answer. */
  readonly resolve: (packet: IncidentPacketV1) => Promise<RepositoryResolutionV1>;
}

/** A plan and how its actions went. */
export interface ActedOn extends PlanRun {
  readonly plan: ActionPlanV1;
}

/**
 * Answers an analyzed incident: reads the packet it was told of, plans once, runs the plan, and tells when everything is settled.
 * Throws when the packet is missing, changed or of another version: then nothing is planned or sent.
 */
export const actOnIncident = async (
  deps: ActDeps,
  event: IncidentAnalyzedV1,
  invocation: Invocation,
): Promise<ActedOn> => {
  const packet = await readPacket(deps, event);
  const plan = await standingPlan(deps, packet);
  const run = await runPlan(deps, { plan, packet, invocation });
  if (run.answered) await deps.bus.publish({ detailType: ACTIONS_COMPLETED, detail: completed(plan, run) });
  return { ...run, plan };
};

/** The packet an event names, checked against the hash of its bytes and its own. */
export const readPacket = async (
  { evidence }: Pick<ActDeps, 'evidence'>,
  event: IncidentAnalyzedV1,
): Promise<IncidentPacketV1> => {
  const { packet_key: key, packet_sha256: sha256 } = event;
  const { document } = await readSealed(evidence, { key, sha256 }, IncidentPacketV1);
  const isNamed = document.incident_id === event.incident_id && document.run_id === event.run_id;
  const { packet_hash: claimed, ...rest } = document;
  const found = sha256Hex(canonicalJson(rest));
  if (isNamed && claimed === event.packet_hash && found === claimed) return document;
  throw new IntegrityError('packet_mismatch', `${key} is not the packet that was announced; nothing is done`, {
    context: { key, expected: event.packet_hash, found },
  });
};

const standingPlan = async (deps: ActDeps, packet: IncidentPacketV1): Promise<ActionPlanV1> => {
  const standing = await deps.ledger.plan(packet);
  if (standing !== undefined) return checked(standing, packet);
  const planned = planActions(packet, deps.config, await deps.resolve(packet));
  const gated = (await deps.gate()).pass(planned);
  if (!isIntactPlan(gated.value)) throw changedPlan(planned, 'the redaction gate changed the plan');
  if ((await deps.ledger.createPlan(gated)) === 'created') return planned;
  const winner = await deps.ledger.plan(packet);
  if (winner !== undefined) return checked(winner, packet);
  throw new DependencyError('plan_missing', 'a plan exists and cannot be read; try again');
};

const checked = (plan: ActionPlanV1, { packet_hash }: IncidentPacketV1): ActionPlanV1 => {
  if (!isIntactPlan(plan)) throw changedPlan(plan, 'the stored plan does not match its hash');
  if (plan.packet_hash === packet_hash) return plan;
  throw new ConflictError('other_packet', 'the stored plan was made for another packet; nothing was sent', {
    context: { run_id: plan.run_id, planned_for: plan.packet_hash, packet_hash },
  });
};

const changedPlan = ({ run_id, plan_hash }: ActionPlanV1, what: string): IntegrityError =>
  new IntegrityError('plan_changed', `${what}; nothing was sent`, { context: { run_id, plan_hash } });

const completed = ({ incident_id, run_id, plan_hash }: ActionPlanV1, { results }: PlanRun): ActionsCompletedV1 => {
  const statuses = results.flatMap((result) => ('record' in result ? result.record.status : []));
  const count = (wanted: string): number => statuses.filter((status) => status === wanted).length;
  return {
    schema_version: '1',
    incident_id,
    run_id,
    plan_hash,
    done: count('done'),
    skipped: count('skipped'),
    failed: count('failed'),
  };
};
