/** Real time from when an order was begun, moved to when it arrives in the recorded hour: durations stay as they were measured. */
export class SimulatedTime {
  readonly #arrivalMs: number;
  readonly #begunMs = performance.now();
  readonly #begunEpochMs = Date.now();

  constructor(arrivalMs: number) {
    this.#arrivalMs = arrivalMs;
  }

  /** Now, in the recorded hour. */
  nowMs(): number {
    return this.#arrivalMs + performance.now() - this.#begunMs;
  }

  /** A real moment, in the recorded hour. */
  of(epochMs: number): number {
    return this.#arrivalMs + epochMs - this.#begunEpochMs;
  }
}
