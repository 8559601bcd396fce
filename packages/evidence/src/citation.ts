import type { EvidenceRefV1, EvidenceV1, ObjectRefV1 } from '@opsrunbook/contracts';
import { canonicalJson, isJsonArray, isJsonObject, type JsonValue, sha256Hex } from '@opsrunbook/core';

/** A half-open range of array elements. */
export interface CitedRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Cites a part of an evidence object. Throws a TypeError when the pointer or range names nothing, or the object is a gap:
 * what was not collected cannot be cited.
 */
export const cite = (object: ObjectRefV1, evidence: EvidenceV1, pointer: string, range?: CitedRange): EvidenceRefV1 => {
  if (evidence.status === 'gap') throw new TypeError(`${evidence.collector} is a gap and cannot be cited`);
  const slice = citedSlice(evidence, pointer, range);
  if (slice === undefined) throw new TypeError(`${pointer} names nothing in ${object.key}`);
  return {
    collector: evidence.collector,
    key: object.key,
    sha256: object.sha256,
    pointer,
    ...(range ? { range: { from: range.from, to: range.to } } : {}),
    slice_sha256: sha256Hex(canonicalJson(slice)),
  };
};

/** The cited value: what the pointer (RFC 6901) names, cut to the range; undefined when there is no such value. */
export const citedSlice = (document: JsonValue, pointer: string, range?: CitedRange): JsonValue | undefined => {
  let value: JsonValue | undefined = document;
  for (const token of pointer.split('/').slice(1))
    value = member(value, token.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (range === undefined) return value;
  if (!isJsonArray(value)) return undefined;
  const inside = range.from >= 0 && range.from < range.to && range.to <= value.length;
  return inside ? value.slice(range.from, range.to) : undefined;
};

/** Whether a citation still resolves to what it claims in `document`, the parsed object it names. */
export const citationHolds = (ref: EvidenceRefV1, document: JsonValue): boolean => {
  const slice = citedSlice(document, ref.pointer, ref.range);
  return slice !== undefined && sha256Hex(canonicalJson(slice)) === ref.slice_sha256;
};

const member = (value: JsonValue | undefined, token: string): JsonValue | undefined => {
  if (isJsonArray(value)) return /^(0|[1-9]\d*)$/.test(token) ? value[Number(token)] : undefined;
  return isJsonObject(value) && Object.hasOwn(value, token) ? value[token] : undefined;
};
