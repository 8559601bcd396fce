import { setTimeout } from 'node:timers/promises';
import type { Clock } from '@opsrunbook/core';

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (durationMs) => setTimeout(durationMs),
};
