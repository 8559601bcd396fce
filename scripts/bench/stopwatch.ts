import { processorMs } from './measure.ts';

/** Adds up the processor time of calls, by the part of the work they belong to. */
export class Stopwatch {
  readonly #ms = new Map<string, number>();

  add(part: string, ms: number): void {
    this.#ms.set(part, this.of(part) + ms);
  }

  of(part: string): number {
    return this.#ms.get(part) ?? 0;
  }

  reset(): void {
    this.#ms.clear();
  }
}

export interface TimedOptions {
  readonly watch: Stopwatch;
  readonly part: string;
  /** `returned`: the synchronous part of a call, which holds while other work runs beside it; `settled`: until its promise is. */
  readonly until: 'returned' | 'settled';
}

/** The same port, every call of which is timed. */
export const timed = <Port extends object>(port: Port, { watch, part, until }: TimedOptions): Port =>
  new Proxy(port, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        const startedMs = processorMs();
        const stop = () => watch.add(part, processorMs() - startedMs);
        const answer: unknown = Reflect.apply(member, target, args);
        if (until === 'settled' && answer instanceof Promise) return answer.finally(stop);
        stop();
        return answer;
      };
    },
  });
