import type { BudgetV1, CutV1 } from '@opsrunbook/contracts';
import type { RemainingTime } from '@opsrunbook/core';

/** What can be counted against a budget while reading. */
export type Amounts = Partial<Readonly<Record<'rows' | 'bytes' | 'series' | 'points' | 'scanned_bytes', number>>>;
type Counted = keyof Amounts;

const COUNTED: readonly Counted[] = ['rows', 'bytes', 'series', 'points', 'scanned_bytes'];

/** Keeps one collector within its budget while it reads, and remembers what was cut and spent. */
export interface BudgetMeter {
  /** What may still be taken of one kind; Infinity when the budget does not limit it. */
  left(kind: Counted): number;
  /** Takes all of the amounts, or nothing: false means the budget is used up and the loss was counted under `subject`. */
  take(amounts: Amounts, subject: string): boolean;
  /** Notes a loss the caller saw itself; `dropped` null when unknown. */
  cut(what: CutV1['what'], subject: string, dropped: number | null): void;
  /** Notes one call to the source. */
  called(): void;
  /** Notes bytes the source scanned for us; they are spent whether or not the budget allowed them. */
  scanned(bytes: number): void;
  /** Milliseconds left for reading, never more than the function itself has left. */
  remainingMs(): number;
  /** True when less than `neededMs` is left; the loss is counted under `subject`. */
  outOfTime(subject: string, neededMs?: number): boolean;
  readonly cuts: readonly CutV1[];
  readonly spent: { readonly api_calls: number; readonly scanned_bytes: number };
}

/** A meter over `budget`; `remaining` is the time the function has left, less what it needs to store its evidence. */
export const createBudgetMeter = (budget: BudgetV1, remaining: RemainingTime): BudgetMeter => {
  const used: Record<Counted, number> = { rows: 0, bytes: 0, series: 0, points: 0, scanned_bytes: 0 };
  const cuts = new Map<string, CutV1>();
  let apiCalls = 0;
  const limitOf = (kind: Counted): number => budget[kind] ?? Number.POSITIVE_INFINITY;
  const left = (kind: Counted): number => Math.max(0, limitOf(kind) - used[kind]);
  const cut = (what: CutV1['what'], subject: string, dropped: number | null): void => {
    const key = `${what} ${subject}`;
    const before = cuts.get(key)?.dropped;
    const total = before === undefined ? dropped : before === null || dropped === null ? null : before + dropped;
    cuts.set(key, { what, subject, limit: what === 'seconds' ? budget.seconds : limitOf(what), dropped: total });
  };
  return {
    left,
    cut,
    take: (amounts, subject) => {
      const over = COUNTED.filter((kind) => (amounts[kind] ?? 0) > left(kind));
      for (const kind of over) cut(kind, subject, amounts[kind] ?? null);
      if (over.length > 0) return false;
      for (const kind of COUNTED) used[kind] += amounts[kind] ?? 0;
      return true;
    },
    called: () => {
      apiCalls += 1;
    },
    scanned: (bytes) => {
      used.scanned_bytes += bytes;
    },
    remainingMs: () => Math.max(0, remaining()),
    outOfTime: (subject, neededMs = 0) => {
      if (remaining() > neededMs) return false;
      cut('seconds', subject, null);
      return true;
    },
    get cuts() {
      return [...cuts.values()].sort((a, b) => (`${a.what} ${a.subject}` < `${b.what} ${b.subject}` ? -1 : 1));
    },
    get spent() {
      return { api_calls: apiCalls, scanned_bytes: used.scanned_bytes };
    },
  };
};
