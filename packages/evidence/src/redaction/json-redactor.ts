import type { RedactionPolicyV1 } from '@opsrunbook/contracts';
import type { JsonValue } from '@opsrunbook/core';
import { cutText, withoutLastWord } from './cut-text.ts';
import type { Detect } from './detector.ts';
import type { NameClass, NameLookup } from './name-class.ts';
import { isSecretUnderName } from './named-redaction.ts';
import type { WritePlaceholder } from './placeholder.ts';
import { type JsonRules, parseContainer, redactJsonValue } from './redact-json.ts';
import type { TextOptions } from './redactor.ts';
import { type Redacted, replaceSpans, sortedCounts } from './replace-spans.ts';
import { createTextView } from './text-view.ts';

interface Parts {
  readonly policy: RedactionPolicyV1;
  readonly detect: Detect;
  readonly lookup: NameLookup;
  readonly write: WritePlaceholder;
}

/** The functions behind `Redactor.text` and `Redactor.json`. */
export interface ValueRedactors {
  text(value: string, options?: TextOptions): Redacted<string>;
  json<T extends JsonValue>(value: T): Redacted<T>;
}

/** Redactors of texts and JSON values, which need each other: JSON holds texts, and texts hold JSON. */
export const createValueRedactors = (parts: Parts): ValueRedactors => {
  const dropped = new Set(parts.policy.drop_keys.map((key) => key.toLowerCase()));
  return {
    text: (value, options) => {
      const counts = new Map<string, number>();
      const whole = options?.isCutOff === true ? withoutLastWord(value) : value;
      return { value: createRules(parts, dropped, counts).text(whole), counts: sortedCounts(counts) };
    },
    json: <T extends JsonValue>(value: T) => {
      const counts = new Map<string, number>();
      // The walk returns the shape it was given; only a number under a telling name turns into a text.
      const redacted = redactJsonValue(value, createRules(parts, dropped, counts)) as T;
      return { value: redacted, counts: sortedCounts(counts) };
    },
  };
};

const createRules = (
  { policy, detect, lookup, write }: Parts,
  dropped: ReadonlySet<string>,
  counts: Map<string, number>,
): JsonRules => {
  const count = (type: string): void => {
    counts.set(type, (counts.get(type) ?? 0) + 1);
  };
  /** The value as it reads behind `context`; the context itself stays out. */
  const redactBehind = (context: string, value: string): string => {
    const spans = detect(context + value)
      .filter((span) => span.end > context.length)
      .map(({ start, end, type }) => ({ start: Math.max(0, start - context.length), end: end - context.length, type }));
    const redacted = replaceSpans(value, spans, write);
    if (spans.length > 0 && breaksJson(value, redacted))
      return JSON.stringify(redactJsonValue(parseContainer(value) ?? null, rules));
    for (const { type } of spans) count(type);
    return redacted;
  };
  const whole = (type: string, value: string): string => {
    count(type);
    return write(type, value);
  };
  const rules: JsonRules = {
    text: (value) => cutText(redactBehind('', value), policy.limits.text_length),
    named: (value, name) => {
      if (name.strength === 'header') return redactBehind('authorization: ', value);
      if (name.strength === 'cookies') return redactBehind('cookie: ', value);
      if (!isSecretUnderName(name, createTextView(value).text)) return rules.text(value);
      return policy.persist.includes(name.type) ? value : whole(surestType(detect(value), value, name), value);
    },
    number: (value, key) => {
      const digits = String(value);
      const redacted = redactBehind(`${key ?? ''}: `, digits);
      return redacted === digits ? undefined : redacted;
    },
    classify: lookup,
    isDropped: (key) => dropped.has(key.toLowerCase()),
    dropped: () => whole('dropped', ''),
    maxDepth: policy.limits.json_depth,
  };
  return rules;
};

/** A value that is a known token through and through is named after it. */
const surestType = (
  spans: readonly { start: number; end: number; type: string }[],
  value: string,
  name: NameClass,
): string => {
  const [only] = spans;
  return spans.length === 1 && only !== undefined && only.start === 0 && only.end === value.length
    ? only.type
    : name.type;
};

const breaksJson = (value: string, redacted: string): boolean =>
  parseContainer(value) !== undefined && parseContainer(redacted) === undefined;
