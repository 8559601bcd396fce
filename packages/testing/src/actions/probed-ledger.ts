import type { ActionLedger } from '@opsrunbook/actions';
import type { ActionKind, ActionRecordV1, TargetRecordV1 } from '@opsrunbook/contracts';
import type { FakeProcess } from './fake-process.ts';

/** Writes of the ledger that a fault can be planned for. */
export type LedgerOp = 'claim' | 'intent' | 'result' | 'latest-pointer' | 'other';

/** How a write fails: `landed` when it was written although the caller sees an error. */
export interface LedgerFault {
  readonly error: string;
  readonly landed: boolean;
}

export interface ProbedLedgerProps {
  readonly ledger: ActionLedger;
  readonly process: FakeProcess;
  readonly fault: (op: LedgerOp, kind: ActionKind | undefined) => LedgerFault | undefined;
  readonly latencyMs: () => number;
}

/** One process's way to the ledger: takes time, can fail, and has the named points of the fault matrix before and after its writes. */
export const probedLedger = ({ ledger, process, fault, latencyMs }: ProbedLedgerProps): ActionLedger => {
  const newest = new Map<string, number>();
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    await process.sleep(latencyMs());
    return process.alive(await work());
  };
  const write = async <T>(op: LedgerOp, kind: ActionKind | undefined, work: () => Promise<T>): Promise<T> => {
    const point = kind === undefined ? op : `${op} ${kind}`;
    await process.reach(`before ${point}`);
    const planned = fault(op, kind);
    if (planned !== undefined) {
      await call(async () => (planned.landed ? work() : undefined));
      throw Object.assign(new Error(planned.error), { name: planned.error });
    }
    const answer = await call(work);
    await process.reach(`after ${point}`);
    return answer;
  };
  return {
    createPlan: (plan) => write('other', undefined, () => ledger.createPlan(plan)),
    plan: (run) => call(() => ledger.plan(run)),
    action: (key) => call(() => ledger.action(key)),
    putAction: (record) => write(actionOp(record.value), record.value.kind, () => ledger.putAction(record)),
    target: async (incidentId, marker) => {
      const target = await call(() => ledger.target(incidentId, marker));
      newest.set(marker, newestOf(target?.intents ?? []));
      return target;
    },
    putTarget: async (record) => {
      const { kind, marker, intents } = record.value;
      const op = targetOp(record.value, newest.get(marker) ?? 0);
      const answer = await write(op, kind, () => ledger.putTarget(record));
      newest.set(marker, newestOf(intents));
      return answer;
    },
    latest: (incidentId) => call(() => ledger.latest(incidentId)),
    moveLatest: (latest) => write('latest-pointer', undefined, () => ledger.moveLatest(latest)),
    admit: (request) => call(() => ledger.admit(request)),
    pending: (request) => call(() => ledger.pending(request)),
  };
};

const actionOp = ({ status }: ActionRecordV1): LedgerOp => {
  if (status === 'claimed') return 'claim';
  return status === 'planned' ? 'other' : 'result';
};

/** Giving the hold back is the result; another newest intent in between is the intent. */
const targetOp = ({ hold, intents }: TargetRecordV1, newestBefore: number): LedgerOp => {
  if (hold === null) return 'result';
  return newestOf(intents) > newestBefore ? 'intent' : 'other';
};

const newestOf = (intents: TargetRecordV1['intents']): number => intents.at(-1)?.sent_at_ms ?? 0;
