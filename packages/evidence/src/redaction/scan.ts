import { isIn, LINE_END } from './char-class.ts';
import type { NameClass } from './name-class.ts';
import { RANK, type RankedSpan } from './span.ts';
import type { TextView } from './text-view.ts';

/** A name that announces a value elsewhere: `name: DB_PASSWORD` before `value: …`. */
export interface PendingPair {
  readonly name: NameClass;
  /** The announced value starts before this place. */
  readonly until: number;
}

/** One reading of one text: what was found so far and the little that rules remember; never kept between texts. */
export class Scan {
  readonly view: TextView;
  readonly spans: RankedSpan[] = [];
  pendingPair: PendingPair | undefined;
  /** Where the value of a `value: …` began that no `name: …` preceded. */
  valueBeforeName: number | undefined;
  isNameBeforeValue = false;
  /** The command whose options are being read, and the end of its logical line once known. */
  command: string | undefined;
  /** Up to here a named value is redacted already; names within it are part of it. */
  namedUntil = 0;
  /** Members of JSON Web Keys were looked for up to here. */
  keySetUntil = 0;
  /** Where `login` of a netrc line was seen last. */
  loginAt = -1_000;
  readonly #next = new Map<string, { from: number; at: number }>();
  readonly #runs = new Map<number, { start: number; end: number }>();

  constructor(view: TextView) {
    this.view = view;
  }

  code(index: number): number {
    return this.view.codes[index] ?? 0;
  }

  add(start: number, end: number, type: string, rank: number = RANK.shape): void {
    if (end > start) this.spans.push({ start, end, type, rank });
  }

  /** End of the run of the class from `start`; remembered, so that many starts in one run cost one reading. */
  runEnd(start: number, characterClass: number): number {
    const known = this.#runs.get(characterClass);
    if (known !== undefined && start >= known.start && start < known.end) return known.end;
    const { codes, length } = this.view;
    let end = start;
    while (end < length && isIn(codes[end] ?? 0, characterClass)) end++;
    this.#runs.set(characterClass, { start, end });
    return end;
  }

  /** Start of the run of the class that ends before `end`, at most `limit` back. */
  runStart(end: number, characterClass: number, limit: number): number {
    const { codes } = this.view;
    const floor = Math.max(0, end - limit);
    let start = end;
    while (start > floor && isIn(codes[start - 1] ?? 0, characterClass)) start--;
    return start;
  }

  lineEnd(start: number, limit: number): number {
    const { codes, length } = this.view;
    const ceiling = Math.min(length, start + limit);
    let end = start;
    while (end < ceiling && !isIn(codes[end] ?? 0, LINE_END)) end++;
    return end;
  }

  lineStart(end: number, limit: number): number {
    const floor = Math.max(0, end - limit);
    let start = end;
    while (start > floor && !isIn(this.code(start - 1), LINE_END)) start--;
    return start;
  }

  slice(start: number, end: number): string {
    return this.view.text.slice(start, end);
  }

  /** The next place of a literal; remembered, so that many questions cost one search. */
  next(literal: string, from: number): number | undefined {
    const known = this.#next.get(literal);
    if (known !== undefined && known.from <= from && (known.at < 0 || known.at >= from))
      return known.at < 0 ? undefined : known.at;
    const at = this.view.text.indexOf(literal, from);
    this.#next.set(literal, { from, at });
    return at < 0 ? undefined : at;
  }

  startsWith(literal: string, index: number): boolean {
    return this.view.text.startsWith(literal, index);
  }

  /** Whether an escape sequence or an invisible character was left out right before the place. */
  hasGapBefore(index: number): boolean {
    const { origin } = this.view;
    return origin !== undefined && index > 0 && (origin[index] ?? 0) - (origin[index - 1] ?? 0) > 1;
  }
}
