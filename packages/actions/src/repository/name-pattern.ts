import type { NamePattern } from '@opsrunbook/contracts';

/**
 * Whether a pattern (`^`, then a whole name with `*` and `?`) matches a name. Compares directly instead of compiling a regular
 * expression: at most pattern × name steps, whatever an operator writes and whatever a name looks like.
 */
export const matchesName = (pattern: NamePattern, name: string): boolean => {
  const glob = pattern.slice(1);
  let at = 0;
  let star = -1;
  let resume = 0;
  let position = 0;
  while (position < name.length) {
    const wanted = glob[at];
    if (wanted === '*') {
      star = at;
      at += 1;
      resume = position;
    } else if (wanted !== undefined && (wanted === '?' || wanted === name[position])) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      position = resume;
    } else {
      return false;
    }
  }
  return [...glob.slice(at)].every((rest) => rest === '*');
};
