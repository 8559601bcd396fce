import { classifyName, type NameClass, type NameLookup } from './name-class.ts';

/** Names seen so far are kept up to this many; logs repeat theirs, and random text must not grow the memory. */
const MAX_KNOWN_NAMES = 4_096;

/** Classes of key names, remembered; `extraNames` of the policy are secrets in any spelling. */
export const createNameLookup = (extraNames: readonly string[]): NameLookup => {
  const extra = new Set(extraNames.map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, '')));
  const known = new Map<string, NameClass | undefined>();
  return (name) => {
    const cached = known.get(name);
    if (cached !== undefined || known.has(name)) return cached;
    if (known.size >= MAX_KNOWN_NAMES) known.clear();
    const found = classifyName(name, extra);
    known.set(name, found);
    return found;
  };
};
