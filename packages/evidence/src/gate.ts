import type { EvidenceV1, LogRowV1, RedactionCountsV1 } from '@opsrunbook/contracts';
import type { JsonValue } from '@opsrunbook/core';
import type { Redactor } from './redaction/index.ts';
import { sanitiseJson, sanitiseText } from './redaction/sanitise-text.ts';

/** A value that was sanitised and redacted. Stores and destinations take nothing else, and only a gate makes one. */
class GatedValue<out T> {
  readonly #value: T;
  /** How often each kind of value was replaced. */
  readonly redactions: RedactionCountsV1;

  constructor(value: T, redactions: RedactionCountsV1) {
    this.#value = value;
    this.redactions = redactions;
  }

  get value(): T {
    return this.#value;
  }
}

export type Gated<T> = GatedValue<T>;

/** The part of a redactor a gate uses. */
export type Redacting = Pick<Redactor, 'json' | 'stream'>;

/** Everything that is stored or leaves passes here; a gate that fails throws, and nothing is stored. */
export interface Gate {
  pass<T extends JsonValue>(value: T): Gated<T>;
  /** Like `pass`, but log rows of one stream are redacted as one text, and the counts are written into the evidence. */
  passEvidence(evidence: EvidenceV1): Gated<EvidenceV1>;
}

/** A gate in front of every store and destination. */
export const createGate = (redactor: Redacting): Gate => {
  const pass = <T extends JsonValue>(value: T): Gated<T> => {
    const redacted = redactor.json(sanitiseJson(value));
    return new GatedValue(redacted.value, redacted.counts);
  };
  const passEvidence = (evidence: EvidenceV1): Gated<EvidenceV1> => {
    if (evidence.collector !== 'cloudwatch-logs') return withCounts(pass(evidence));
    const { rows, ...rest } = evidence.data;
    const redactedRows = redactRows(rows, redactor);
    const others = pass({ ...evidence, data: { ...rest, rows: [] } });
    const data = { ...others.value.data, rows: redactedRows.rows };
    return withCounts(new GatedValue({ ...others.value, data }, addCounts(others.redactions, redactedRows.counts)));
  };
  return { pass, passEvidence };
};

const withCounts = (gated: Gated<EvidenceV1>): Gated<EvidenceV1> =>
  new GatedValue({ ...gated.value, redactions: gated.redactions }, gated.redactions);

/** Longest message kept of one log event, in UTF-16 units; Logs Insights returns up to 256 KB an event. */
const MAX_MESSAGE_LENGTH = 8_192;

const redactRows = (rows: readonly LogRowV1[], redactor: Redacting) => {
  const byStream = Map.groupBy(rows.keys(), (index) => `${rows[index]?.group}\n${rows[index]?.stream}`);
  const redacted: LogRowV1[] = [...rows];
  let counts: RedactionCountsV1 = {};
  for (const indexes of byStream.values()) {
    const streamRows = indexes.flatMap((index) => rows[index] ?? []);
    const messages = redactor.stream(streamRows.map((row) => sanitiseText(row.message)));
    counts = addCounts(counts, messages.counts);
    streamRows.forEach((row, position) => {
      const message = sanitiseText(messages.values[position] ?? '', { maxLength: MAX_MESSAGE_LENGTH });
      redacted[indexes[position] ?? 0] = { ...row, message };
    });
  }
  return { rows: redacted, counts };
};

const addCounts = (a: RedactionCountsV1, b: RedactionCountsV1): RedactionCountsV1 => {
  const sum: Record<string, number> = {};
  for (const type of [...new Set([...Object.keys(a), ...Object.keys(b)])].sort())
    sum[type] = (a[type] ?? 0) + (b[type] ?? 0);
  return sum;
};
