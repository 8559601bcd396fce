import { ActionRecordV1, IncidentId, RunId, TargetRecordV1 } from '@opsrunbook/contracts';
import * as z from 'zod';

/** `ledger.json`: how each action of the run's plan went, and the objects at destinations that all runs of the incident share. */
export const LedgerHistoryV1 = z.strictObject({
  schema_version: z.literal('1'),
  incident_id: IncidentId,
  run_id: RunId,
  /** In the plan's order; an action that was never taken up has none. */
  actions: z.array(ActionRecordV1),
  targets: z.array(TargetRecordV1),
});
export type LedgerHistoryV1 = z.infer<typeof LedgerHistoryV1>;
