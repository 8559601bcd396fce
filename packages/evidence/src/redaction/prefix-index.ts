const SLOTS = 1 << 15;

const slotOf = (a: number, b: number, c: number): number => ((a << 10) ^ (b << 5) ^ c) & (SLOTS - 1);

/** Entries found by the literal that begins at a place; one table lookup rejects almost every place. */
export class PrefixIndex<T> {
  readonly #filter = new Uint8Array(SLOTS);
  readonly #byHead = new Map<string, { literal: string; entry: T }[]>();

  /** Adds an entry under its literal (at least two characters); folded literals match in any case. */
  add(literal: string, entry: T, isFolded = false): void {
    for (const head of isFolded ? spellings(literal.slice(0, 3)) : headsOf(literal)) {
      this.#filter[slotOf(head.charCodeAt(0), head.charCodeAt(1), head.charCodeAt(2))] = 1;
      const entries = this.#byHead.get(head) ?? [];
      entries.push({ literal, entry });
      this.#byHead.set(head, entries);
    }
  }

  /** Whether an entry may begin with these three units. */
  mayBegin(a: number, b: number, c: number): boolean {
    return this.#filter[slotOf(a, b, c)] === 1;
  }

  /** The entries whose first three characters stand at the place; the caller compares the rest. */
  at(text: string, index: number): readonly { literal: string; entry: T }[] {
    return this.#byHead.get(text.slice(index, index + 3)) ?? [];
  }
}

/** Third characters that can follow a literal of two. */
const ANY_THIRD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const headsOf = (literal: string): readonly string[] =>
  literal.length > 2 ? [literal.slice(0, 3)] : [...ANY_THIRD].map((third) => literal + third);

const spellings = (head: string): readonly string[] => {
  let heads = [''];
  for (const character of head)
    heads = heads.flatMap((start) =>
      [...new Set([character.toLowerCase(), character.toUpperCase()])].map((c) => start + c),
    );
  return heads;
};
