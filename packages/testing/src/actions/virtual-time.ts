import type { Clock } from '@opsrunbook/core';

interface Timer {
  readonly atMs: number;
  readonly order: number;
  readonly fire: () => void;
}

/** Time that passes only when nothing is left to do at the present moment: hours of waiting take milliseconds, in a fixed order. */
export class VirtualTime implements Clock {
  #nowMs: number;
  #order = 0;
  #timers: Timer[] = [];

  constructor(nowMs: number = Date.UTC(2026, 2, 3, 13, 0, 0)) {
    this.#nowMs = nowMs;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  now(): Date {
    return new Date(this.#nowMs);
  }

  sleep(durationMs: number): Promise<void> {
    return new Promise((resolve) => this.after(durationMs, resolve));
  }

  /** Calls `fire` when `delayMs` have passed. */
  after(delayMs: number, fire: () => void): void {
    this.#order += 1;
    this.#timers.push({ atMs: this.#nowMs + Math.max(0, delayMs), order: this.#order, fire });
  }

  /** Lets time pass until nobody waits for anything. Throws when that takes longer than `limitMs`. */
  async run(limitMs = 30 * 86_400_000): Promise<void> {
    const endMs = this.#nowMs + limitMs;
    for (;;) {
      await settled();
      const next = this.#takeNext();
      if (next === undefined) return;
      if (next.atMs > endMs) throw new Error(`something still waits after ${limitMs} ms`);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.fire();
    }
  }

  /** Lets this much time pass. */
  async sleepRun(durationMs: number): Promise<void> {
    this.after(durationMs, () => undefined);
    await this.run();
  }

  #takeNext(): Timer | undefined {
    let best = 0;
    for (let index = 1; index < this.#timers.length; index += 1) {
      if (isEarlier(this.#timers[index], this.#timers[best])) best = index;
    }
    return this.#timers.splice(best, 1)[0];
  }
}

const isEarlier = (a: Timer | undefined, b: Timer | undefined): boolean =>
  a !== undefined && b !== undefined && (a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order));

/** Resolves when every promise that can go on without time passing has done so. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
