import type { RedactionPolicyV1 } from '@opsrunbook/contracts';
import type { JsonValue } from '@opsrunbook/core';
import { cutText } from './cut-text.ts';
import type { Detect } from './detector.ts';
import { classifyName, type NameClass } from './name-class.ts';
import type { WritePlaceholder } from './placeholder.ts';
import { type JsonRules, parseContainer, redactJsonValue } from './redact-json.ts';
import { type Redacted, replaceSpans, sortedCounts } from './replace-spans.ts';

interface Parts {
  readonly policy: RedactionPolicyV1;
  readonly detect: Detect;
  readonly write: WritePlaceholder;
}

/** The function behind `Redactor.json`. */
export const createJsonRedactor = (parts: Parts): (<T extends JsonValue>(value: T) => Redacted<T>) => {
  const dropped = new Set(parts.policy.drop_keys.map((key) => key.toLowerCase()));
  const extraNames = new Set(parts.policy.extra_key_names.map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, '')));
  return <T extends JsonValue>(value: T) => {
    const counts = new Map<string, number>();
    const rules = createRules(parts, { dropped, extraNames, counts });
    // The walk keeps the shape and replaces texts by texts; a number under a telling name is the one thing that changes its type.
    const redacted = redactJsonValue(value, rules) as T;
    return { value: redacted, counts: sortedCounts(counts) };
  };
};

interface Walk {
  readonly dropped: ReadonlySet<string>;
  readonly extraNames: ReadonlySet<string>;
  readonly counts: Map<string, number>;
}

const createRules = ({ policy, detect, write }: Parts, { dropped, extraNames, counts }: Walk): JsonRules => {
  const maxLength = policy.limits.text_length;
  const count = (type: string): void => {
    counts.set(type, (counts.get(type) ?? 0) + 1);
  };
  const drop = (): string => {
    count('dropped');
    return '[redacted:dropped]';
  };
  /** Spans of `value` as it reads behind `context`; the context itself stays out. */
  const redactBehind = (context: string, value: string): string => {
    const spans = detect(context + value)
      .filter((span) => span.end > context.length)
      .map((span) => ({ ...span, start: Math.max(0, span.start - context.length), end: span.end - context.length }));
    for (const { type } of spans) count(type);
    return replaceSpans(value, spans, write);
  };
  const text = (value: string): string => {
    const redacted = redactBehind('', value);
    if (redacted === value || parseContainer(value) === undefined || parseContainer(redacted) !== undefined)
      return cutText(redacted, maxLength);
    return JSON.stringify(redactJsonValue(parseContainer(value) ?? null, rules));
  };
  const rules: JsonRules = {
    text,
    named: (value, name, key) => {
      const isWhole = isWholeSecret(name, value);
      const redacted = redactBehind(isWhole ? `"${key}":"` : `${key}: `, value);
      return cutText(redacted, maxLength);
    },
    number: (value, key) => {
      const context = `${key ?? ''}: `;
      const digits = String(value);
      const redacted = redactBehind(context, digits);
      return redacted === digits ? undefined : redacted;
    },
    classify: (key) => classifyName(key, extraNames),
    isDropped: (key) => dropped.has(key.toLowerCase()),
    dropped: drop,
    maxDepth: policy.limits.json_depth,
  };
  return rules;
};

const isWholeSecret = (name: NameClass, value: string): boolean =>
  name.strength !== 'cookies' && !/["\\\n]/.test(value);
