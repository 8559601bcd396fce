import type { VirtualTime } from './virtual-time.ts';

/** Ways in which an invocation ends before its time. */
export type CrashKind = 'killed' | 'deadline' | 'exception';

/** Asked at every named point; answers with how the process ends there, or not at all. */
export type CrashPlan = (point: string, process: FakeProcess) => CrashKind | undefined;

export interface FakeProcessProps {
  readonly time: VirtualTime;
  readonly name: string;
  readonly lifeMs: number;
  readonly crashes: CrashPlan;
}

/** One invocation of a function: it ends at its deadline, or where a plan says; from then on nothing it waits for ever comes back. */
export class FakeProcess {
  readonly name: string;
  readonly #time: VirtualTime;
  readonly #endMs: number;
  readonly #crashes: CrashPlan;
  #isGone = false;

  constructor({ time, name, lifeMs, crashes }: FakeProcessProps) {
    this.name = name;
    this.#time = time;
    this.#endMs = time.nowMs + lifeMs;
    this.#crashes = crashes;
    time.after(lifeMs, () => {
      this.#isGone = true;
    });
  }

  get remainingMs(): number {
    return this.#endMs - this.#time.nowMs;
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  kill(): void {
    this.#isGone = true;
  }

  /** Passes the value on while the process lives; otherwise never returns. */
  alive<T>(value: T): Promise<T> {
    return this.#isGone ? new Promise<T>(() => {}) : Promise.resolve(value);
  }

  /** Waits as the process waits: when it ends meanwhile, nobody hears of it. */
  async sleep(durationMs: number): Promise<void> {
    await this.#time.sleep(durationMs);
    await this.alive(undefined);
  }

  /** A point where the plan may end the process. */
  async reach(point: string): Promise<void> {
    await this.alive(undefined);
    const crash = this.#crashes(point, this);
    if (crash === undefined) return;
    if (crash === 'exception') throw new Error(`planned at ${point}`);
    if (crash === 'deadline') await this.sleep(this.remainingMs + 1);
    this.kill();
    await this.alive(undefined);
  }
}
