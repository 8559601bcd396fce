import type { ActionPlanV1, ActionRecordV1 } from '@opsrunbook/contracts';
import { type Html, html } from './html.ts';
import type { PageView } from './page-view.ts';
import { rows, section } from './section.ts';

/** What was to be done, why the rest was not, and how each action went. */
export const renderActions = ({ plan, ledger }: PageView): Html | '' => {
  if (plan === null) return '';
  const records = new Map(ledger?.actions.map((record) => [record.aid, record]));
  return section('Actions', [
    rows(
      plan.actions.map((action) => actionRow(action, records.get(action.aid))),
      ['what', 'where', 'how it went', 'why', 'written'],
    ),
    html`<p><small>plan ${plan.plan_hash}</small></p>`,
  ]);
};

const actionRow = (
  { kind, target, gates, allowed }: ActionPlanV1['actions'][number],
  record: ActionRecordV1 | undefined,
): readonly (Html | string)[] => {
  const stopped = gates.find(({ passed }) => !passed);
  const status = record?.status ?? (allowed ? 'planned' : 'skipped');
  return [
    kind,
    target,
    html`<span class="${status}">${status}</span>${record === undefined ? '' : html` <small>after ${attempts(record)}</small>`}`,
    record?.reason?.message ?? stopped?.reason ?? record?.external?.ref ?? '',
    record?.updated_at ?? '',
  ];
};

const attempts = ({ attempts: count }: ActionRecordV1): string => `${count} ${count === 1 ? 'attempt' : 'attempts'}`;
