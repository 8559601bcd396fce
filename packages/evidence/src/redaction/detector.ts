import type { RedactionPolicyV1 } from '@opsrunbook/contracts';
import { compileCustomPatterns } from './custom-pattern.ts';
import { readCutTail } from './cut-tail.ts';
import { detectEncoded } from './encoded-text.ts';
import { readKubernetesSecrets } from './kubernetes-secret.ts';
import type { NameLookup } from './name-class.ts';
import { Scan } from './scan.ts';
import { createScanner } from './scanner.ts';
import { mergeSpans, RANK, type RankedSpan, type Span } from './span.ts';
import { createTextView, type TextView } from './text-view.ts';

/** Finds every value a policy wants redacted: offsets into the text, in order, without overlaps. */
export type Detect = (text: string) => Span[];

/** How many encodings deep values are looked for. */
const MAX_DEPTH = 2;

/** A detector for one policy; it keeps nothing of the texts it reads but the classes of the key names. */
export const createDetector = (policy: RedactionPolicyV1, lookup: NameLookup): Detect => {
  const custom = compileCustomPatterns(policy.custom_patterns);
  const kept = new Set(policy.persist);

  const detectView = (view: TextView, depth: number): RankedSpan[] => {
    const scan = new Scan(view);
    const scanner = depth >= MAX_DEPTH ? scanners.shallow : scanners.deep;
    scanner(scan);
    readKubernetesSecrets(scan);
    if (depth === 0) readCutTail(scan);
    for (const { type, find } of custom) for (const { start, end } of find(view.text)) scan.add(start, end, type);
    if (depth < MAX_DEPTH) {
      const decoded = detectEncoded(view.text, (piece) => mergeSpans(detectView(piece, depth + 1)));
      for (const { start, end, type } of decoded) scan.add(start, end, type, RANK.named);
    }
    return scan.spans.filter((span) => !kept.has(span.type));
  };

  const scanners = {
    deep: createScanner(lookup, (text) =>
      detectView(createTextView(text), 1).some((span) => span.rank < RANK.personal),
    ),
    shallow: createScanner(lookup, () => false),
  };

  return (text) => {
    const view = createTextView(text);
    const spans = detectView(view, 0);
    return spans.length === 0 ? [] : toSource(mergeSpans(spans), view, text);
  };
};

const toSource = (spans: readonly Span[], view: TextView, text: string): Span[] =>
  spans.map(({ start, end, type }) => {
    const from = view.origin?.[start] ?? start;
    const to = view.origin === undefined ? end : (view.origin[end - 1] ?? 0) + 1;
    return { ...withWholeEscapes(text, from, to), type };
  });

/** A span must not begin or end within an escape (`\n`, `\u0041`): what is left would be no JSON. */
const withWholeEscapes = (text: string, start: number, end: number): { start: number; end: number } => {
  const from = isEscaped(text, start) ? start + escapeRest(text, start) : start;
  const to = isEscaped(text, end) ? (from < end - 1 ? end - 1 : end + escapeRest(text, end)) : end;
  return { start: Math.min(from, to), end: to };
};

const isEscaped = (text: string, index: number): boolean => {
  let backslashes = 0;
  while (text.charCodeAt(index - 1 - backslashes) === 0x5c) backslashes++;
  return backslashes % 2 === 1;
};

const escapeRest = (text: string, index: number): number =>
  /^u[0-9a-fA-F]{4}/.test(text.slice(index, index + 5)) ? 5 : 1;
