import { setTimeout } from 'node:timers/promises';
import { type ActionKind, type ActionRecordV1, ActionsViewV1, ReplayV1 } from '@opsrunbook/contracts';
import { askFor, jsonOf, type Probe, SmokeStopped } from './answers.ts';

/** An incident whose actions are looked at. */
export interface ActedOnIncident {
  readonly accepted: { readonly links: { readonly self: string } };
}

/** How long an action may take from packet to ledger: a delivery, and for an unclear one another 150 s later. */
const ACTIONS_MS = 200_000;
const POLL_MS = 500;

/**
 * Waits until every action of the newest run has its record, and asks for a payload from each kind in `rendered`; then has the run
 * analyzed and planned again. Throws SmokeStopped when the actions do not come.
 */
export const proveActions = async (
  probe: Probe,
  { accepted: { links } }: ActedOnIncident,
  rendered: readonly ActionKind[],
): Promise<void> => {
  const actions = await settledActions(probe, links.self, () => true);
  for (const kind of rendered) {
    const record = actions.find((action) => action.kind === kind);
    const isRendered = record?.status === 'skipped' && record.reason?.code === 'dry_run' && record.payload !== null;
    probe.checklist.check(`the ${kind} is rendered and not sent`, isRendered, record);
  }
  const replayed = await askFor(
    probe,
    { method: 'POST', path: `${links.self}/replay`, body: {} },
    { what: 'POST replay answers', status: 200, schema: ReplayV1 },
  );
  const { match, diffs, versions } = replayed.value;
  probe.checklist.check('analyzed and planned again it is the same, byte for byte', match, { diffs, versions });
};

/** The actions of the newest run once each is settled and `isEnough` says so. */
export const settledActions = async (
  { api, checklist }: Probe,
  incidentPath: string,
  isEnough: (actions: readonly ActionRecordV1[]) => boolean,
): Promise<readonly ActionRecordV1[]> => {
  let shown: unknown;
  for (const giveUpMs = Date.now() + ACTIONS_MS; Date.now() < giveUpMs; await setTimeout(POLL_MS)) {
    const answer = await api({ method: 'GET', path: `${incidentPath}/actions/latest` });
    const view = ActionsViewV1.safeParse(jsonOf(answer));
    shown = view.success
      ? view.data.actions.map(({ kind, status, reason }) => ({ kind, status, reason }))
      : answer.status;
    if (!view.success || view.data.actions.length < view.data.plan.actions.length) continue;
    const isSettled = view.data.actions.every(({ status }) => !['planned', 'claimed', 'unknown'].includes(status));
    if (!isSettled || !isEnough(view.data.actions)) continue;
    checklist.check('every action of the plan is settled', true);
    return view.data.actions;
  }
  checklist.check(`every action of the plan is settled within ${ACTIONS_MS / 1000} s`, false, shown);
  throw new SmokeStopped('the actions were not settled');
};
