import { cutText } from './cut-text.ts';
import type { Detect } from './detector.ts';
import type { WritePlaceholder } from './placeholder.ts';
import { countTypes, replaceSpans } from './replace-spans.ts';
import type { Span } from './span.ts';

interface RowParts {
  readonly detect: Detect;
  readonly write: WritePlaceholder;
  readonly maxLength: number;
}

/** The function behind `Redactor.stream`: rows joined by line ends, and each seam read once more without one. */
export const redactRows = (lines: readonly string[], { detect, write, maxLength }: RowParts) => {
  const joined = lines.join('\n');
  const starts: number[] = [];
  let place = 0;
  for (const line of lines) {
    starts.push(place);
    place += line.length + 1;
  }
  const spans = detect(joined);
  const values = lines.map((line, row) => {
    const start = starts[row] ?? 0;
    const own = spans
      .filter((span) => span.start < start + line.length && span.end > start)
      .map((span) => ({
        ...span,
        start: Math.max(0, span.start - start),
        end: Math.min(line.length, span.end - start),
      }));
    return cutText(replaceSpans(line, own, write), maxLength);
  });
  return { values, counts: countTypes(spans) };
};

export type { Span };
