import { isIntactPlan, requestHashOf } from '@opsrunbook/actions';
import { ActionPlanV1, type ActionRecordV1 } from '@opsrunbook/contracts';
import { canonicalJson, sha256Hex } from '@opsrunbook/core';
import { BUNDLE_FILES } from './bundle-index-v1.ts';
import { LedgerHistoryV1 } from './ledger-history-v1.ts';
import type { OpenBundle } from './open-bundle.ts';

/** What in plan and ledger does not follow from the packet or from each other; undefined when all does. */
export const actionsProblem = (bundle: Pick<OpenBundle, 'index' | 'json' | 'bytesOf'>): string | undefined => {
  const { index } = bundle;
  const plan = ActionPlanV1.parse(bundle.json(BUNDLE_FILES.plan));
  const ledger = LedgerHistoryV1.parse(bundle.json(BUNDLE_FILES.ledger));
  if (!isIntactPlan(plan)) return 'the plan is not the one its hash and action ids were made for';
  if (plan.packet_hash !== index.packet?.packet_hash) return `the plan rests on another packet, ${plan.packet_hash}`;
  for (const { incident_id, run_id } of [plan, ledger, ...ledger.actions])
    if (incident_id !== index.incident_id || run_id !== index.run_id)
      return `plan or ledger is of ${incident_id} ${run_id}`;
  for (const { incident_id, marker } of ledger.targets)
    if (incident_id !== index.incident_id || !plan.actions.some((action) => action.marker === marker))
      return `the ledger holds ${marker}, which the plan does not name`;
  return ledger.actions.map((record) => recordProblem(record, plan, bundle)).find((problem) => problem !== undefined);
};

const recordProblem = (
  record: ActionRecordV1,
  { actions, packet_hash }: ActionPlanV1,
  { bytesOf }: Pick<OpenBundle, 'bytesOf'>,
): string | undefined => {
  const action = actions.find(({ aid }) => aid === record.aid);
  if (action === undefined) return `the ledger holds action ${record.aid}, which the plan does not`;
  if (record.request_hash !== requestHashOf(action, packet_hash))
    return `${record.kind} did what the plan does not ask for`;
  if (record.payload === null) return undefined;
  const { document, key, sha256 } = record.payload;
  const bytes = key === null ? canonicalJson(document) : bytesOf(key);
  if (bytes === undefined) return `the payload ${key} is not in the bundle`;
  return sha256Hex(bytes) === sha256 ? undefined : `the payload of ${record.kind} is not what was sent`;
};
