import { describe, expect, it } from '@jest/globals';
import { createBudgetMeter } from './budget-meter.ts';

const meterOf = (remainingMs = 1_000) => createBudgetMeter({ seconds: 60, bytes: 100, rows: 2 }, () => remainingMs);

describe('a budget meter', () => {
  it('takes what fits exactly and refuses the next, counting the loss', () => {
    const meter = meterOf();
    expect(meter.take({ rows: 2, bytes: 100 }, 'group')).toBe(true);
    expect(meter.take({ rows: 1 }, 'group')).toBe(false);
    expect(meter.take({ rows: 1 }, 'group')).toBe(false);
    expect(meter.cuts).toEqual([{ what: 'rows', subject: 'group', limit: 2, dropped: 2 }]);
  });

  it('takes all of the amounts or nothing', () => {
    const meter = meterOf();
    expect(meter.take({ rows: 1, bytes: 101 }, 'group')).toBe(false);
    expect(meter.left('rows')).toBe(2);
    expect(meter.cuts.map(({ what }) => what)).toEqual(['bytes']);
  });

  it('does not limit what the budget does not name', () => {
    expect(meterOf().take({ points: 1e9 }, 'series')).toBe(true);
  });

  it('says a loss is unknown as soon as one part of it is', () => {
    const meter = meterOf();
    meter.cut('rows', 'group', 3);
    meter.cut('rows', 'group', null);
    meter.cut('rows', 'group', 4);
    expect(meter.cuts).toEqual([{ what: 'rows', subject: 'group', limit: 2, dropped: null }]);
  });

  it('counts spent scans beyond the budget and cuts for lack of time', () => {
    const meter = meterOf(500);
    meter.called();
    meter.scanned(5_000);
    expect(meter.outOfTime('query', 499)).toBe(false);
    expect(meter.outOfTime('query', 500)).toBe(true);
    expect(meter.spent).toEqual({ api_calls: 1, scanned_bytes: 5_000 });
    expect(meter.cuts).toEqual([{ what: 'seconds', subject: 'query', limit: 60, dropped: null }]);
  });
});
