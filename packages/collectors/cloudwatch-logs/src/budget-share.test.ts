import { describe, expect, it } from '@jest/globals';
import { createBudgetMeter } from '@opsrunbook/evidence';
import fc from 'fast-check';
import { sharesOf, takingFrom } from './budget-share.ts';

const meterOf = (rows: number | undefined, bytes: number) =>
  createBudgetMeter({ seconds: 60, bytes, ...(rows === undefined ? {} : { rows }) }, () => 60_000);

describe('the shares of the budget', () => {
  it('give the default budget 7,750 rows for the window and 2,000 for the baseline, which leaves 250 around errors', () => {
    const { window, baseline } = sharesOf(meterOf(10_000, 4_194_304));
    expect([window.rows, baseline.rows]).toEqual([7_750, 2_000]);
  });

  it('give a budget of one row to the window', () => {
    expect(sharesOf(meterOf(1, 4096)).window.rows).toBe(1);
  });

  it('never promise more than the budget, and the window at least three times the baseline', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1024, max: 16_777_216 }), (rows, bytes) => {
        const shares = Object.values(sharesOf(meterOf(rows, bytes)));
        expect(shares.reduce((sum, share) => sum + share.rows, 0)).toBeLessThanOrEqual(rows);
        expect(shares.reduce((sum, share) => sum + share.bytes, 0)).toBeLessThanOrEqual(bytes);
        const { window, baseline } = sharesOf(meterOf(rows, bytes));
        expect(window.rows).toBeGreaterThanOrEqual(3 * baseline.rows);
      }),
    );
  });

  it('stay within what one query may return when the budget does not limit rows', () => {
    expect(sharesOf(meterOf(undefined, 4096)).window.rows).toBe(77_500);
  });

  it('count what a share cuts although the budget has room', () => {
    const meter = meterOf(10, 10_000);
    const take = takingFrom({ rows: 1, bytes: 50 }, meter, 'errors');
    expect([take({ rows: 1, bytes: 40 }), take({ rows: 1, bytes: 40 })]).toEqual([true, false]);
    expect(meter.cuts).toEqual([
      { what: 'bytes', subject: 'errors', limit: 10_000, dropped: 40 },
      { what: 'rows', subject: 'errors', limit: 10, dropped: 1 },
    ]);
  });
});
