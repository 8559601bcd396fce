import type { ActionPlanV1, ActionSummaryV1, ActionsViewV1, IncidentId } from '@opsrunbook/contracts';
import type { ApiDeps } from './api-deps.ts';

/** A plan with the record of each action that has one, in the plan's order. */
export const actionsView = async ({ actions }: ApiDeps, plan: ActionPlanV1): Promise<ActionsViewV1> => {
  const { incident_id, started_at } = plan;
  const records = await Promise.all(plan.actions.map(({ aid }) => actions.action({ incident_id, started_at, aid })));
  return { plan, actions: records.filter((record) => record !== undefined) };
};

/** The plan of the newest run that was acted on; undefined before that. */
export const latestActions = async (deps: ApiDeps, incidentId: IncidentId): Promise<ActionsViewV1 | undefined> => {
  const latest = await deps.actions.latest(incidentId);
  if (latest === undefined) return undefined;
  const { incident_id, run_id, started_at } = latest;
  const plan = await deps.actions.plan({ schema_version: '1', incident_id, run_id, started_at });
  return plan === undefined ? undefined : actionsView(deps, plan);
};

/** The newest run's actions, a line each; null before any run was acted on. */
export const latestActionSummaries = async (
  deps: ApiDeps,
  incidentId: IncidentId,
): Promise<ActionSummaryV1[] | null> => {
  const latest = await latestActions(deps, incidentId);
  if (latest === undefined) return null;
  return latest.actions.map(({ kind, target, status, reason, external }) => ({
    kind,
    target,
    status,
    reason,
    external,
  }));
};
