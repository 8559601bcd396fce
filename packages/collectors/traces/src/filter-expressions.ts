/** X-Ray takes filter expressions of at most this many characters. */
const MAX_LENGTH = 2_000;

/** What is looked for among the traces that pass a service. */
export type Wanted = { readonly kind: 'any' | 'failed' } | { readonly kind: 'slow'; readonly aboveSeconds: number };

/**
 * Filter expressions for traces through any of the services, as many as it takes to keep each short enough. Failed: the service
 * itself failed, even where its caller handled that, which `fault` alone, a matter of the whole trace, does not find. Slow: the
 * whole trace took longer; said once per service because AND binds tighter than OR (and says the same if it does not).
 */
export const filterExpressions = (services: readonly string[], wanted: Wanted): readonly string[] => {
  const terms = services.filter((name) => !/["\\\p{C}]/u.test(name)).map((name) => termFor(name, wanted));
  const expressions: string[] = [];
  for (const term of terms) {
    const joined = expressions.length === 0 ? term : `${expressions.at(-1)} OR ${term}`;
    if (expressions.length > 0 && joined.length <= MAX_LENGTH) expressions[expressions.length - 1] = joined;
    else expressions.push(term);
  }
  return expressions;
};

const termFor = (service: string, wanted: Wanted): string => {
  switch (wanted.kind) {
    case 'any':
      return `service("${service}")`;
    case 'failed':
      return `service("${service}") { fault = true OR error = true OR throttle = true }`;
    case 'slow':
      return `service("${service}") AND duration > ${wanted.aboveSeconds.toFixed(3)}`;
  }
};
