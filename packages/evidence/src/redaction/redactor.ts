import type { RedactionPolicyV1 } from '@opsrunbook/contracts';
import type { JsonValue } from '@opsrunbook/core';
import { createDetector } from './detector.ts';
import { createValueRedactors } from './json-redactor.ts';
import { createNameLookup } from './name-lookup.ts';
import { createPlaceholders } from './placeholder.ts';
import type { Redacted } from './replace-spans.ts';
import type { Span } from './span.ts';
import { redactRows } from './stream-rows.ts';

/** Replaces secrets and personal data by typed placeholders; the same input gives the same output, twice is once. */
export interface Redactor {
  /** A text: a log line, a message, a file. */
  text(value: string, options?: TextOptions): Redacted<string>;
  /** A JSON value: key names are context, texts that hold JSON stay JSON, the shape stays. */
  json<T extends JsonValue>(value: T): Redacted<T>;
  /** Rows of one log stream in time order, read as one text; as many rows come back. */
  stream(lines: readonly string[]): { readonly values: string[]; readonly counts: Readonly<Record<string, number>> };
  /** Where the values stand that `text` would replace: JavaScript string offsets, in order, without overlaps. */
  detect(text: string): Span[];
}

export interface TextOptions {
  /** The text was cut off by whoever read it: its last word may be the beginning of a secret and is dropped. */
  readonly isCutOff?: boolean;
}

export interface RedactorOptions {
  /** Key of this deployment for the hashes of personal data; without it placeholders carry none. */
  readonly hmacKey?: Uint8Array;
}

/** A redactor for one policy; throws a ConfigError when a custom pattern of it is not safe to run. */
export const createRedactor = (policy: RedactionPolicyV1, options: RedactorOptions = {}): Redactor => {
  const lookup = createNameLookup(policy.extra_key_names);
  const detect = createDetector(policy, lookup);
  const write = createPlaceholders(new Set(policy.hashed), options.hmacKey);
  const maxLength = policy.limits.text_length;
  return {
    detect,
    ...createValueRedactors({ policy, detect, lookup, write }),
    stream: (lines) => redactRows(lines, { detect, write, maxLength }),
  };
};
