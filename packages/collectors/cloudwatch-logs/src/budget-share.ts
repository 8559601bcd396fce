import type { BudgetMeter } from '@opsrunbook/evidence';
import { MAX_RESULTS } from './queries.ts';
import type { LogEvent } from './result-row.ts';

/** A part of the budget for one of the reads: what it leaves cannot be used by a read that comes before it. */
export interface BudgetShare {
  readonly rows: number;
  readonly bytes: number;
}

/** How a run's budget is divided over its reads. */
export interface BudgetShares {
  readonly window: BudgetShare;
  readonly counts: BudgetShare;
  readonly baseline: BudgetShare;
}

/**
 * Divides the budget: of the rows, a fifth at most for the baseline and a fortieth for surroundings; of the bytes a fifth, a
 * twentieth, and 15 % for the counts; the window has the rest. So the default budget of 10,000 rows and 4 MiB keeps 7,750 error
 * rows (2.4 MiB) of the window, 2,000 (0.8 MiB) of the baseline and 250 (5 streams × 50; 0.2 MiB) around errors; 0.6 MiB hold
 * 8,000 bins, a day of 5 groups. However much the baseline holds, the window keeps three times as much; a budget of one row is
 * the window's. Surroundings are read last: they also get what the others left (`allThatIsLeft`).
 */
export const sharesOf = (meter: BudgetMeter): BudgetShares => {
  const { rows, bytes } = allThatIsLeft(meter);
  const baseline = { rows: Math.floor(rows / 5), bytes: Math.floor(bytes / 5) };
  const surroundings = { rows: Math.floor(rows / 40), bytes: Math.floor(bytes / 20) };
  const counts = { rows: 0, bytes: Math.floor(bytes * 0.15) };
  const window = {
    rows: rows - baseline.rows - surroundings.rows,
    bytes: bytes - baseline.bytes - surroundings.bytes - counts.bytes,
  };
  return { window, counts, baseline };
};

/** Everything not taken yet; a budget without rows has those of one query. */
export const allThatIsLeft = (meter: BudgetMeter): BudgetShare => ({
  rows: Math.min(meter.left('rows'), MAX_RESULTS),
  bytes: meter.left('bytes'),
});

/** Takes from a share; false means that it is used up, and the loss was counted under the subject. */
export type TakeFromShare = (amounts: { readonly rows: number; readonly bytes: number }) => boolean;

/** Takes amounts from a share of the budget and from the budget itself. */
export const takingFrom = (share: BudgetShare, meter: BudgetMeter, subject: string): TakeFromShare => {
  const used = { rows: 0, bytes: 0 };
  return ({ rows, bytes }) => {
    const tooManyRows = used.rows + rows > share.rows;
    const tooManyBytes = used.bytes + bytes > share.bytes;
    if (tooManyRows) meter.cut('rows', subject, rows);
    if (tooManyBytes) meter.cut('bytes', subject, bytes);
    if (tooManyRows || tooManyBytes || !meter.take({ rows, bytes }, subject)) return false;
    used.rows += rows;
    used.bytes += bytes;
    return true;
  };
};

/** Bytes of `{"at_ms":1772539200000,"group":"","message":"","period":"baseline","stream":""},`. */
const ROW_FRAME_BYTES = 79;

/** What a row takes of the budget: the size of its canonical JSON, but for what JSON escapes. */
export const rowBytes = ({ group, stream, message }: LogEvent): number =>
  ROW_FRAME_BYTES + Buffer.byteLength(group) + Buffer.byteLength(stream) + Buffer.byteLength(message);
