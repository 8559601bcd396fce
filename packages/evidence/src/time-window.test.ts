import { describe, expect, it } from '@jest/globals';
import { baselineFor, normalWindow, windowProblems } from './time-window.ts';

const NOW = new Date('2026-03-03T12:00:00.000Z');
const pointers = (start: string, end: string) => windowProblems({ start, end }, NOW).map(({ pointer }) => pointer);

describe('windowProblems', () => {
  it('accepts a window of 24 h that ends five minutes ahead of our clock', () => {
    expect(pointers('2026-03-02T12:05:00Z', '2026-03-03T12:05:00Z')).toEqual([]);
  });

  it.each([
    ['reversed', '2026-03-03T11:00:00Z', '2026-03-03T10:00:00Z', '/time_window/end'],
    ['empty', '2026-03-03T11:00:00Z', '2026-03-03T11:00:00Z', '/time_window/end'],
    ['a second longer than a day', '2026-03-02T11:59:59Z', '2026-03-03T12:00:00Z', '/time_window/end'],
    ['a second beyond the clock skew', '2026-03-03T11:00:00Z', '2026-03-03T12:05:01Z', '/time_window/end'],
    ['a second too old', '2026-02-01T11:59:59Z', '2026-02-01T12:30:00Z', '/time_window/start'],
  ])('refuses a window that is %s', (_what, start, end, pointer) => {
    expect(pointers(start, end)).toEqual([pointer]);
  });

  it('names every problem of a window at once', () => {
    expect(pointers('2016-01-01T00:00:00Z', '2027-01-01T00:00:00Z')).toHaveLength(3);
  });
});

describe('baselineFor', () => {
  it('is as long as the window and ends where it starts', () => {
    expect(baselineFor({ start: '2026-03-03T10:00:00Z', end: '2026-03-03T11:00:00Z' })).toEqual({
      start: '2026-03-03T09:00:00.000Z',
      end: '2026-03-03T10:00:00.000Z',
    });
  });

  it('is at least 30 minutes and at most 6 hours', () => {
    const start = '2026-03-03T10:00:00Z';
    expect(baselineFor({ start, end: '2026-03-03T10:01:00Z' }).start).toBe('2026-03-03T09:30:00.000Z');
    expect(baselineFor({ start, end: '2026-03-04T10:00:00Z' }).start).toBe('2026-03-03T04:00:00.000Z');
  });
});

describe('normalWindow', () => {
  it('writes equal windows as equal text whatever their zone', () => {
    const utc = normalWindow({ start: '2026-03-03T10:00:00Z', end: '2026-03-03T11:00:00Z' });
    expect(normalWindow({ start: '2026-03-03T11:00:00+01:00', end: '2026-03-03T12:00:00.0+01:00' })).toEqual(utc);
  });
});
