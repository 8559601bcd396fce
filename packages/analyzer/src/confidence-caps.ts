import type { ManifestEntryV1, ReasonCode } from '@opsrunbook/contracts';
import { ANALYZER_CONFIG } from './analyzer-config.ts';
import type { EvidenceBundle } from './evidence-bundle.ts';
import { rounded } from './statement.ts';

export interface ConfidenceCaps {
  readonly integrity: number;
  readonly coverage: number;
}

const { partialSource, missingSource, emptySource, capFloor } = ANALYZER_CONFIG.confidence;

/** Reasons by which a source says that it works and holds nothing about this incident. */
const EMPTY: readonly ReasonCode[] = ['nothing_to_read', 'not_found'];

const isEmpty = ({ status, rows, reasons }: ManifestEntryV1): boolean =>
  status !== 'ok' && rows === 0 && reasons.length > 0 && reasons.every(({ code }) => EMPTY.includes(code));

/**
 * Above these no confidence goes: integrity falls with each partial or cut source, coverage with each source that is missing, a little
 * with each that had nothing to read.
 */
export const confidenceCaps = ({ request, manifest, objects }: EvidenceBundle): ConfidenceCaps => {
  const empty = manifest.entries.filter(isEmpty).length;
  const present = manifest.entries.filter(
    (entry) =>
      !isEmpty(entry) &&
      entry.status !== 'gap' &&
      objects.some(({ object }) => object.sha256 === entry.evidence?.sha256),
  );
  const partial = present.filter(({ status }) => status === 'partial').length;
  const asked = new Set([...request.collectors, ...manifest.entries.map(({ collector }) => collector)]).size;
  const missing = asked - present.length - empty;
  return {
    integrity: rounded(Math.max(capFloor, partialSource ** partial)),
    coverage: present.length === 0 ? 0 : rounded(Math.max(capFloor, missingSource ** missing * emptySource ** empty)),
  };
};
