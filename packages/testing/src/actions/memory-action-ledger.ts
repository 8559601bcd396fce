import type { ActionLedger, AdmitRequest, PutAnswer } from '@opsrunbook/actions';
import {
  type ActionPlanV1,
  ActionRecordV1,
  itemKeys,
  type LatestActionsV1,
  TargetRecordV1,
} from '@opsrunbook/contracts';
import type { Gated } from '@opsrunbook/evidence';

const textOf = ({ PK, SK }: { readonly PK: string; readonly SK: string }): string => `${PK} ${SK}`;

/** An action ledger in memory with the conditions of the real one. */
export class MemoryActionLedger implements ActionLedger {
  readonly plans = new Map<string, ActionPlanV1>();
  readonly actions = new Map<string, ActionRecordV1>();
  readonly targets = new Map<string, TargetRecordV1>();
  readonly pointers = new Map<string, LatestActionsV1>();
  readonly hours = new Map<string, Set<string>>();
  /** False only to plant the bug of a ledger that overwrites whatever stands. */
  readonly isConditional: boolean;

  constructor({ isConditional = true } = {}) {
    this.isConditional = isConditional;
  }

  async createPlan({ value }: Gated<ActionPlanV1>): Promise<'created' | 'exists'> {
    const key = textOf(itemKeys.plan(value));
    if (this.plans.has(key)) return 'exists';
    this.plans.set(key, value);
    return 'created';
  }

  async plan(run: Parameters<ActionLedger['plan']>[0]): Promise<ActionPlanV1 | undefined> {
    return this.plans.get(textOf(itemKeys.plan(run)));
  }

  async action(key: Parameters<ActionLedger['action']>[0]): Promise<ActionRecordV1 | undefined> {
    return this.actions.get(textOf(itemKeys.action(key)));
  }

  async putAction({ value }: Gated<ActionRecordV1>): Promise<PutAnswer> {
    return this.#put(this.actions, textOf(itemKeys.action(value)), ActionRecordV1.parse(value));
  }

  async target(...[incidentId, marker]: Parameters<ActionLedger['target']>): Promise<TargetRecordV1 | undefined> {
    return this.targets.get(textOf(itemKeys.target(incidentId, marker)));
  }

  async putTarget({ value }: Gated<TargetRecordV1>): Promise<PutAnswer> {
    return this.#put(
      this.targets,
      textOf(itemKeys.target(value.incident_id, value.marker)),
      TargetRecordV1.parse(value),
    );
  }

  async latest(incidentId: LatestActionsV1['incident_id']): Promise<LatestActionsV1 | undefined> {
    return this.pointers.get(textOf(itemKeys.latestActions(incidentId)));
  }

  async moveLatest({ value }: Gated<LatestActionsV1>): Promise<'moved' | 'newer_stands'> {
    const key = textOf(itemKeys.latestActions(value.incident_id));
    const standing = this.pointers.get(key);
    if (standing !== undefined && order(standing) > order(value)) return 'newer_stands';
    this.pointers.set(key, value);
    return 'moved';
  }

  async admit({ kind, hour, aid, cap }: AdmitRequest): Promise<boolean> {
    const key = textOf(itemKeys.actionHour(kind, hour));
    const admitted = this.hours.get(key) ?? new Set();
    if (!admitted.has(aid) && admitted.size >= cap) return false;
    this.hours.set(key, admitted.add(aid));
    return true;
  }

  async pending({ before, limit }: Parameters<ActionLedger['pending']>[0]): Promise<readonly ActionRecordV1[]> {
    return [...this.actions.values()]
      .filter(({ status, retryable, updated_at }) => retryable && status !== 'skipped' && updated_at < before)
      .sort((a, b) => (a.updated_at < b.updated_at ? -1 : 1))
      .slice(0, limit);
  }

  #put<Item extends { readonly revision: number }>(items: Map<string, Item>, key: string, item: Item): PutAnswer {
    const standing = items.get(key)?.revision ?? 0;
    if (this.isConditional && standing !== item.revision - 1) return 'conflict';
    items.set(key, item);
    return 'written';
  }
}

const order = ({ started_at, run_id }: LatestActionsV1): string => `${started_at} ${run_id}`;
