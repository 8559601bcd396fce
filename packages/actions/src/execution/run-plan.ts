import type { ActionPlanV1, ActionRecordV1, IncidentPacketV1 } from '@opsrunbook/contracts';
import type { RenderContext } from '../ports.ts';
import { isAnswered } from '../protocol/claim-action.ts';
import { plannedRecord } from './ledger-writes.ts';
import { runAction } from './run-action.ts';
import type { Invocation, RunnerDeps } from './runner-deps.ts';

/** How one action went in this invocation: its record, or the error that kept it from being written. */
export type ActionResult =
  | { readonly action: string; readonly record: ActionRecordV1 }
  | { readonly action: string; readonly error: unknown };

export interface PlanRun {
  readonly results: readonly ActionResult[];
  /** Whether the incident has its answer about every action; only then the delivery may be acknowledged. */
  readonly answered: boolean;
}

/**
 * Runs the actions of a stored plan in their order. One that fails does not keep the others from running; the pointer to the newest
 * run moves when all had their turn.
 */
export const runPlan = async (
  deps: RunnerDeps,
  {
    plan,
    packet,
    invocation,
  }: { readonly plan: ActionPlanV1; readonly packet: IncidentPacketV1; readonly invocation: Invocation },
): Promise<PlanRun> => {
  await putPlanned(deps, plan);
  const results: ActionResult[] = [];
  for (const action of plan.actions) {
    const links = linksFrom(deps, plan, results);
    results.push(await oneResult(action.kind, () => runAction(deps, { plan, action, packet, links, invocation })));
  }
  const { incident_id, run_id, started_at, packet_hash, plan_hash } = plan;
  const latest = { schema_version: '1', incident_id, run_id, started_at, packet_hash, plan_hash } as const;
  await deps.ledger.moveLatest((await deps.gate()).pass(latest));
  return { results, answered: results.every((result) => 'record' in result && isAnswered(result.record)) };
};

/** Every action has a record before the first is tried, so that one that never got its turn is seen as pending. */
const putPlanned = async ({ ledger, gate, clock }: RunnerDeps, plan: ActionPlanV1): Promise<void> => {
  const nowMs = clock.now().getTime();
  for (const action of plan.actions) {
    if ((await ledger.action({ ...plan, aid: action.aid })) !== undefined) continue;
    await ledger.putAction((await gate()).pass(plannedRecord({ plan, action }, { nowMs }, 1)));
  }
};

const oneResult = async (action: string, run: () => Promise<ActionRecordV1>): Promise<ActionResult> => {
  try {
    return { action, record: await run() };
  } catch (error) {
    return { action, error };
  }
};

/** What the actions before made, for the buttons and links of those after. */
const linksFrom = (
  { config }: RunnerDeps,
  { incident_id, run_id }: ActionPlanV1,
  results: readonly ActionResult[],
): RenderContext['links'] => {
  const made = (kind: ActionRecordV1['kind']) => {
    const records = results.flatMap((result) =>
      'record' in result && result.record.kind === kind ? result.record : [],
    );
    return records[0]?.external ?? null;
  };
  const packet =
    config.console_url === null ? null : `${config.console_url}/v1/incidents/${incident_id}/packet/${run_id}`;
  return { ticket: made('jira-ticket'), pull_request: made('github-pull-request'), packet };
};
