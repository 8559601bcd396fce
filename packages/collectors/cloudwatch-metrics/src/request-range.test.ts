import { describe, expect, it } from '@jest/globals';
import { requestRange } from './request-range.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.parse('2026-03-03T12:00:20Z');
const windows = (hours: number) => ({
  baseline: { startMs: START_MS, endMs: START_MS + 1_800_000 },
  window: { startMs: START_MS + 1_800_000, endMs: START_MS + hours * 3_600_000 },
});
const ROOM = { series: 10, maxPoints: 100_000 };

describe('requestRange', () => {
  it.each([
    [15 * DAY_MS - 1, 60],
    [15 * DAY_MS, 300],
    [63 * DAY_MS - 1, 300],
    [63 * DAY_MS, 3600],
  ])('asks for the finest period CloudWatch still keeps: %d ms old, %d s', (ageMs, periodSeconds) => {
    expect(requestRange(windows(1), START_MS + ageMs, ROOM).periodSeconds).toBe(periodSeconds);
  });

  it('rounds the start down to the period and leaves the exclusive end alone', () => {
    const range = requestRange(windows(1), START_MS, ROOM);
    expect(new Date(range.startMs).toISOString()).toBe('2026-03-03T12:00:00.000Z');
    expect(range.endMs).toBe(START_MS + 3_600_000);
  });

  it.each([
    [{ series: 500, maxPoints: 100_000 }, 3600],
    [{ series: 100, maxPoints: 100_000 }, 300],
    [{ series: 50, maxPoints: 100_000 }, 60],
    [{ series: 500, maxPoints: 10 }, 3600],
  ])('takes a coarser period when the points would not fit: %j, %d s', (room, periodSeconds) => {
    expect(requestRange(windows(30), START_MS, room).periodSeconds).toBe(periodSeconds);
  });

  it('puts no more into a call than its 500 queries and 100,800 points', () => {
    expect(requestRange(windows(1), START_MS, ROOM).queriesPerCall).toBe(500);
    expect(requestRange(windows(30), START_MS, ROOM).queriesPerCall).toBe(Math.floor(100_800 / 1801));
  });
});
