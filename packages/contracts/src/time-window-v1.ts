import * as z from 'zod';

/** A moment with its zone, as RFC 3339 writes it. */
export const Instant = z.iso.datetime({
  offset: true,
  error: 'expected a date and time with zone, like 2026-03-03T12:00:00Z',
});

/** From `start` (inclusive) to `end` (exclusive). */
export const TimeWindowV1 = z.strictObject({ start: Instant, end: Instant });
export type TimeWindowV1 = z.infer<typeof TimeWindowV1>;
