import type { Span } from './span.ts';
import { decodedView, type TextView } from './text-view.ts';

/** Finds spans in a decoded text; the engine itself, one level down. */
export type DetectDecoded = (view: TextView) => readonly Span[];

const MARKS =
  /["'] ?[+.] ?["'](?=[\w-])|(?<=[\w+/-])\\\n(?=[\w+/-])|%25(?:22|3A|3D|7B)|%22|%3A|%3D|%7B|%27|&quot;|&#34;|&#39;|&#x22;|&apos;|\\u0022|\\u003[ad]|\\x22|\\u0027/i;
const MARK_GLOBAL = new RegExp(MARKS.source, 'gi');
const MAX_PIECE = 8_192;

/** Spans of values behind percent encoding, HTML entities or `\u0022`, found line by line in the decoded text. */
export const detectEncoded = (text: string, detect: DetectDecoded): Span[] => {
  const spans: Span[] = [];
  let readTo = 0;
  for (const mark of text.matchAll(MARK_GLOBAL)) {
    if (mark.index < readTo) continue;
    const start = pieceStart(text, mark.index, readTo);
    const end = pieceEnd(text, mark.index);
    readTo = end;
    const view = decodePiece(text, start, end);
    for (const span of detect(view)) spans.push(toSource(span, view, end));
  }
  return spans;
};

const pieceStart = (text: string, index: number, floor: number): number => {
  const from = Math.max(floor, index - MAX_PIECE / 2);
  return from + text.slice(from, index).lastIndexOf('\n') + 1;
};

const pieceEnd = (text: string, index: number): number => {
  const end = text.slice(index, index + MAX_PIECE).indexOf('\n');
  return end < 0 ? Math.min(text.length, index + MAX_PIECE) : index + end;
};

const toSource = (span: Span, view: TextView, pieceEnds: number): Span => ({
  start: view.origin?.[span.start] ?? 0,
  end: span.end < view.length ? (view.origin?.[span.end] ?? 0) : pieceEnds,
  type: span.type,
});

const ESCAPE =
  /["'] ?[+.] ?["']|\\\n|%([0-9A-Fa-f]{2})|&(?:quot|#34|#x22);|&(?:apos|#39);|&amp;|&lt;|&gt;|\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})/g;

const decodePiece = (text: string, start: number, end: number): TextView => {
  const origin = new Int32Array(end - start + 8);
  const parts: string[] = [];
  let length = 0;
  const append = (decoded: string, from: number, isPlain: boolean): void => {
    for (let index = 0; index < decoded.length; index++) origin[length + index] = isPlain ? from + index : from;
    length += decoded.length;
    parts.push(decoded);
  };
  let place = start;
  for (const found of text.slice(start, end).matchAll(ESCAPE)) {
    const at = start + found.index;
    append(text.slice(place, at), place, true);
    append(meaningOf(found), at, false);
    place = at + found[0].length;
  }
  append(text.slice(place, end), place, true);
  return decodedView(parts.join(''), origin);
};

/** What an escape stands for; a joint between two pieces of one text stands for nothing. */
const meaningOf = (found: RegExpExecArray): string => {
  if (/^["']|^\\\n/.test(found[0])) return '';
  const hex = found[1] ?? found[2] ?? found[3];
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
  if (found[0] === '&amp;') return '&';
  if (found[0] === '&lt;') return '<';
  if (found[0] === '&gt;') return '>';
  return found[0].includes('q') || found[0].includes('34') || found[0].includes('22') ? '"' : "'";
};
