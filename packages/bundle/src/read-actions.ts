import type { ActionPlanV1, RunV1 } from '@opsrunbook/contracts';
import type { BundleSource } from './bundle-source.ts';
import type { LedgerHistoryV1 } from './ledger-history-v1.ts';

/** What was to be done about a run, and how it went. */
export interface Actions {
  readonly plan: ActionPlanV1;
  readonly ledger: LedgerHistoryV1;
}

/** The plan of a run and the ledger of its actions; undefined when nothing was planned. */
export const readActions = async (
  { ledger }: BundleSource,
  { incident_id, run_id, started_at }: Pick<RunV1, 'incident_id' | 'run_id' | 'started_at'>,
): Promise<Actions | undefined> => {
  const plan = await ledger.plan({ schema_version: '1', incident_id, run_id, started_at });
  if (plan === undefined) return undefined;
  const records = await Promise.all(plan.actions.map(({ aid }) => ledger.action({ incident_id, started_at, aid })));
  const targets = await Promise.all(plan.actions.map(({ marker }) => ledger.target(incident_id, marker)));
  return {
    plan,
    ledger: {
      schema_version: '1',
      incident_id,
      run_id,
      actions: records.flatMap((record) => record ?? []),
      targets: targets.flatMap((target) => target ?? []),
    },
  };
};
