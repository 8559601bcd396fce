/** A value found in a text: JavaScript string offsets, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly type: string;
}

/** How sure a rule is of the type it gives: where spans overlap the surest one names the whole. */
export const RANK = { shape: 0, named: 1, personal: 2 } as const;

export interface RankedSpan extends Span {
  readonly rank: number;
}

/** Spans in order, without overlaps: those that share a character become one, named after the surest and longest. */
export const mergeSpans = (spans: readonly RankedSpan[]): Span[] => {
  const ordered = withoutHostsTakenForMail(spans).toSorted(
    (a, b) => a.start - b.start || b.end - a.end || a.rank - b.rank,
  );
  const merged: RankedSpan[] = [];
  for (const span of ordered) {
    const last = merged.at(-1);
    if (last === undefined || span.start >= last.end) merged.push(span);
    else merged[merged.length - 1] = union(last, span);
  }
  return merged.map(({ start, end, type }) => ({ start, end, type }));
};

const union = (a: RankedSpan, b: RankedSpan): RankedSpan => {
  const isBSurer = b.rank < a.rank || (b.rank === a.rank && b.end - b.start > a.end - a.start);
  const surer = isBSurer ? b : a;
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end), type: surer.type, rank: surer.rank };
};

/** `x:secret@host.example` in a URL: the credential is the finding, `secret@host.example` is no address. */
const withoutHostsTakenForMail = (spans: readonly RankedSpan[]): readonly RankedSpan[] => {
  const credentials = spans.filter((span) => span.type === 'url_credentials');
  if (credentials.length === 0) return spans;
  const ends = new Set(credentials.map((span) => span.end));
  return spans.filter((span) => span.type !== 'email' || !reachesOneOf(span, ends));
};

/** Longest local part of an address plus its `@`. */
const MAX_LOCAL_PART = 65;

const reachesOneOf = (span: RankedSpan, ends: ReadonlySet<number>): boolean => {
  for (let place = span.start; place <= Math.min(span.end, span.start + MAX_LOCAL_PART); place++)
    if (ends.has(place)) return true;
  return false;
};
