/** The value below which this share of the values lies (nearest rank). */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/**
 * Milliseconds of processor time this thread has used: other work on the machine takes it away far less than it stretches wall time.
 * Waiting, and what other threads do (file access, parts of garbage collection), is not in it.
 */
export const processorMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** Milliseconds of processor time of one piece of work, synchronous or not; nothing else may run meanwhile. */
export const msOf = async (work: () => unknown): Promise<number> => {
  const startedMs = processorMs();
  await work();
  return processorMs() - startedMs;
};

/** Processor time is counted in ticks of up to 4 ms: shorter work is repeated until a turn is this long. */
const TURN_MS = 40;
const MOST_REPEATS = 2_000;

/**
 * Median milliseconds of processor time of each work, measured in turns (A, B, A, B, …), so that whatever else the machine does meets
 * all of them alike. A turn before the first is not counted; it tells how often a work is repeated within one.
 */
export const inTurns = async <Name extends string>(
  works: Readonly<Record<Name, () => unknown>>,
  turns: number,
): Promise<(name: Name) => number> => {
  const taken = new Map<string, { readonly repeats: number; readonly ms: number[] }>();
  for (const [name, work] of Object.entries<() => unknown>(works)) {
    const startedMs = performance.now();
    await work();
    const onceMs = performance.now() - startedMs;
    taken.set(name, { repeats: Math.min(MOST_REPEATS, Math.ceil(TURN_MS / onceMs)), ms: [] });
  }
  for (let turn = 0; turn < turns; turn += 1) {
    for (const [name, work] of Object.entries<() => unknown>(works)) {
      const { repeats = 1, ms } = taken.get(name) ?? {};
      const totalMs = await msOf(async () => {
        for (let repeat = 0; repeat < repeats; repeat += 1) await work();
      });
      ms?.push(totalMs / repeats);
    }
  }
  return (name) => median(taken.get(name)?.ms ?? []);
};
