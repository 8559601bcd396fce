/** The value below which this share of the values lies (nearest rank). */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Wall milliseconds of one call, synchronous or not. */
export const msOf = async (work: () => unknown): Promise<number> => {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
};

/**
 * Median milliseconds of each work, measured in turns (A, B, A, B, …), so that whatever else the machine does meets all of them
 * alike. One turn before the first is not counted.
 */
export const inTurns = async <Name extends string>(
  works: Readonly<Record<Name, () => unknown>>,
  turns: number,
): Promise<(name: Name) => number> => {
  const taken = new Map<string, number[]>();
  for (let turn = 0; turn <= turns; turn += 1) {
    for (const [name, work] of Object.entries<() => unknown>(works)) {
      const ms = await msOf(work);
      if (turn > 0) taken.set(name, [...(taken.get(name) ?? []), ms]);
    }
  }
  return (name) => median(taken.get(name) ?? []);
};
