import { PrefixIndex } from './prefix-index.ts';
import type { Scan } from './scan.ts';
import { ALPHABET, type TokenRule } from './token-rule.ts';
import { DEVELOPER_TOKENS } from './token-rules-developer.ts';
import { PLATFORM_TOKENS } from './token-rules-platform.ts';
import { SERVICE_TOKENS } from './token-rules-service.ts';
import { isFilling } from './value-shape.ts';

/** Every kind of token that is known by its prefix. */
export const TOKEN_RULES: readonly TokenRule[] = [...PLATFORM_TOKENS, ...DEVELOPER_TOKENS, ...SERVICE_TOKENS];

const INDEX = new PrefixIndex<TokenRule>();
for (const rule of TOKEN_RULES) INDEX.add(rule.prefix, rule);

/** A prefix and this many characters are at least nine together: what a cut may leave visible is at most eight. */
const MIN_CUT_LENGTH = 9;
/** A shorter prefix says too little about a body that was cut off. */
const MIN_CUT_PREFIX = 4;

/** Prefixes that begin ordinary words too: `api-gateway`, `secret_name`. */
const WORD_PREFIX = /^(?:api|sdk|mob|key|live|test|secret|access|pat|pul|ico|dose|API|pypi)[-_]|^bedrock/;

/** Whether a token may begin with these three units. */
export const mayBeginToken = (a: number, b: number, c: number): boolean => INDEX.mayBegin(a, b, c);

/** Finds a token at the place and returns its end, or the place itself when there is none. */
export const matchToken = (scan: Scan, index: number): number => {
  for (const { literal, entry } of INDEX.at(scan.view.text, index)) {
    if (!scan.startsWith(literal, index)) continue;
    const end = bodyEnd(scan, index + literal.length, entry);
    if (end === undefined) continue;
    scan.add(index, end, entry.type);
    return end;
  }
  return index;
};

const bodyEnd = (scan: Scan, start: number, rule: TokenRule): number | undefined => {
  const runEnd = scan.runEnd(start, ALPHABET[rule.body]);
  const end = withoutSentenceEnd(scan, start, runEnd, rule);
  const length = end - start;
  if (length < rule.min) return isCutOff(scan, start, runEnd, rule) ? runEnd : undefined;
  if (rule.max !== undefined && length > rule.max) return undefined;
  const body = scan.slice(start, end);
  if (isFilling(body.slice(0, 256))) return undefined;
  return rule.accept === undefined || rule.accept(body) ? end : undefined;
};

/** A dot or dash at the end of a run belongs to the sentence around it. */
const withoutSentenceEnd = (scan: Scan, start: number, runEnd: number, rule: TokenRule): number => {
  const hasDots = rule.body === 'base64UrlDot' || rule.body === 'dotted' || rule.body === 'any';
  let end = runEnd;
  while (hasDots && end > start && scan.code(end - 1) === 0x2e) end--;
  return end;
};

/** The text ends within the token: too short to be sure of its length, long enough to leak. */
const isCutOff = (scan: Scan, start: number, end: number, rule: TokenRule): boolean =>
  end === scan.view.length &&
  rule.prefix.length >= MIN_CUT_PREFIX &&
  !WORD_PREFIX.test(rule.prefix) &&
  rule.prefix.length + end - start >= MIN_CUT_LENGTH &&
  end > start &&
  !isFilling(scan.slice(start, end));
