import { type EvidenceRefV1, type EvidenceV1, LogRowV1 } from '@opsrunbook/contracts';
import { isJsonArray, type JsonValue } from '@opsrunbook/core';
import { citedSlice } from '@opsrunbook/evidence';
import * as z from 'zod';

/** A citation with as much of what it cites as a page shows; the rest lies in the evidence file beside it. */
export type CitedExcerpt = {
  readonly collector: string;
  readonly file: string;
  readonly place: string;
  readonly slice_sha256: string;
  readonly text: string;
  /** Whether the text is all that is cited. */
  readonly whole: boolean;
};

/** A screen of text for each citation. */
const SHOWN = { rows: 12, characters: 2_500 } as const;

/** Shows a citation by the evidence it names. The citation was checked before; one that names nothing shows nothing. */
export const citedExcerpt = (ref: EvidenceRefV1, evidence: readonly EvidenceV1[]): CitedExcerpt => {
  const document = evidence.find(({ collector }) => collector === ref.collector);
  const slice = document === undefined ? undefined : citedSlice(document, ref.pointer, ref.range);
  const { text, whole } = shown(slice);
  const range = ref.range === undefined ? '' : ` [${ref.range.from}..${ref.range.to})`;
  const { collector, key, slice_sha256 } = ref;
  return { collector, file: key, place: `${ref.pointer}${range}`, slice_sha256, text, whole };
};

const shown = (slice: JsonValue | undefined): { readonly text: string; readonly whole: boolean } => {
  if (slice === undefined) return { text: '', whole: false };
  const items = isJsonArray(slice) ? slice.slice(0, SHOWN.rows) : slice;
  const text = textOf(items);
  const isWhole = text.length <= SHOWN.characters && (!isJsonArray(slice) || slice.length <= SHOWN.rows);
  return { text: isWhole ? text : text.slice(0, SHOWN.characters), whole: isWhole };
};

const textOf = (slice: JsonValue): string => {
  const rows = z.array(LogRowV1).safeParse(slice);
  if (!rows.success) return JSON.stringify(slice, null, 1);
  return rows.data.map(({ at_ms, message }) => `${new Date(at_ms).toISOString()}  ${message}`).join('\n');
};
