/** The member at a path; undefined when something on the way is not an object. */
export const at = (value: unknown, ...path: readonly string[]): unknown => {
  let current = value;
  for (const name of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = Object.entries(current).find(([key]) => key === name)?.[1];
  }
  return current;
};

/** The text at a path; empty when there is none. */
export const textAt = (value: unknown, ...path: readonly string[]): string => {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : '';
};

/** The texts of the list at a path. */
export const textsAt = (value: unknown, ...path: readonly string[]): readonly string[] => {
  const found = at(value, ...path);
  return Array.isArray(found) ? found.filter((entry) => typeof entry === 'string') : [];
};
