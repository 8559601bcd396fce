import type { Clock } from '@opsrunbook/core';

/** A clock that stands still but for what is slept or told: waiting takes no time in a test, and none is forgotten. */
export class FakeClock implements Clock {
  #nowMs: number;
  /** Every wait asked for, in milliseconds. */
  readonly slept: number[] = [];

  constructor(nowMs: number = Date.UTC(2026, 2, 3, 13, 0, 0)) {
    this.#nowMs = nowMs;
  }

  now(): Date {
    return new Date(this.#nowMs);
  }

  async sleep(durationMs: number): Promise<void> {
    this.slept.push(durationMs);
    this.advance(durationMs);
  }

  /** Time passes without anyone waiting: a slow call. */
  advance(durationMs: number): void {
    this.#nowMs += durationMs;
  }

  /** What a function has left of `totalMs` that began now. */
  remainingOf(totalMs: number): () => number {
    const endMs = this.#nowMs + totalMs;
    return () => endMs - this.#nowMs;
  }
}
