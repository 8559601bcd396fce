import type { EvidenceV1, LogRowV1, MetricSeriesV1, RedactionCountsV1 } from '@opsrunbook/contracts';
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
  /**
   * Like `pass`, but log rows of one stream are redacted as one text, datapoints stay as they are, and the counts are written into
   * the evidence.
   */
  passEvidence(evidence: EvidenceV1): Gated<EvidenceV1>;
}

/** A gate in front of every store and destination. */
export const createGate = (redactor: Redacting): Gate => {
  const pass = <T extends JsonValue>(value: T): Gated<T> => {
    const redacted = redactor.json(sanitiseJson(value));
    return new GatedValue(redacted.value, redacted.counts);
  };
  const passLogs = (evidence: EvidenceOf<'cloudwatch-logs'>): Gated<EvidenceV1> => {
    const { rows, ...rest } = evidence.data;
    const redactedRows = redactRows(rows, redactor);
    const others = pass({ ...evidence, data: { ...rest, rows: [] } });
    const data = { ...others.value.data, rows: redactedRows.rows };
    return new GatedValue({ ...others.value, data }, addCounts(others.redactions, redactedRows.counts));
  };
  const passMetrics = (evidence: EvidenceOf<'cloudwatch-metrics'>): Gated<EvidenceV1> => {
    const { series } = evidence.data;
    const named = series.map((one) => ({ ...one, times_ms: [], values: [] }));
    const { value, redactions } = pass({ ...evidence, data: { series: named } });
    const data = { series: value.data.series.map((one, index) => ({ ...one, ...pointsOf(series[index]) })) };
    return new GatedValue({ ...value, data }, redactions);
  };
  const passEvidence = (evidence: EvidenceV1): Gated<EvidenceV1> => {
    switch (evidence.collector) {
      case 'cloudwatch-logs':
        return withCounts(passLogs(evidence));
      case 'cloudwatch-metrics':
        return withCounts(passMetrics(evidence));
      default:
        return withCounts(pass(evidence));
    }
  };
  return { pass, passEvidence };
};

type EvidenceOf<Name extends EvidenceV1['collector']> = Extract<EvidenceV1, { collector: Name }>;

/**
 * Datapoints are numbers by contract and stay numbers: a metric's value is nobody's card, and a placeholder in its place would make
 * the stored object unreadable. At 100,000 points looking at each was most of a run's time.
 */
const pointsOf = (series: MetricSeriesV1 | undefined): Pick<MetricSeriesV1, 'times_ms' | 'values'> => ({
  times_ms: series?.times_ms ?? [],
  values: series?.values ?? [],
});

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
    const names = redactedNames(streamRows, redactor);
    counts = addCounts(addCounts(counts, messages.counts), names.counts);
    streamRows.forEach((row, position) => {
      const message = sanitiseText(messages.values[position] ?? '', { maxLength: MAX_MESSAGE_LENGTH });
      redacted[indexes[position] ?? 0] = { ...row, ...names.value, message };
    });
  }
  return { rows: redacted, counts };
};

/** The names that all rows of a stream share, redacted once and counted for each row: an application may name its streams. */
const redactedNames = (rows: readonly LogRowV1[], redactor: Redacting) => {
  const { group = '', stream = '' } = rows[0] ?? {};
  const { value, counts } = redactor.json(sanitiseJson({ group, stream }));
  const perRow = Object.entries(counts).map(([type, count]): [string, number] => [type, count * rows.length]);
  return { value, counts: Object.fromEntries(perRow) };
};

const addCounts = (a: RedactionCountsV1, b: RedactionCountsV1): RedactionCountsV1 => {
  const sum: Record<string, number> = {};
  for (const type of [...new Set([...Object.keys(a), ...Object.keys(b)])].sort())
    sum[type] = (a[type] ?? 0) + (b[type] ?? 0);
  return sum;
};
