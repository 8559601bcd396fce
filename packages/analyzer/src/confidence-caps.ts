import { ANALYZER_CONFIG } from './analyzer-config.ts';
import type { EvidenceBundle } from './evidence-bundle.ts';
import { rounded } from './statement.ts';

export interface ConfidenceCaps {
  readonly integrity: number;
  readonly coverage: number;
}

const { partialSource, missingSource, capFloor } = ANALYZER_CONFIG.confidence;

/** Above these no confidence goes: integrity falls with each partial or cut source, coverage with each source that is missing. */
export const confidenceCaps = ({ request, manifest, objects }: EvidenceBundle): ConfidenceCaps => {
  const present = manifest.entries.filter(
    ({ status, evidence }) => status !== 'gap' && objects.some(({ object }) => object.sha256 === evidence?.sha256),
  );
  const partial = present.filter(({ status }) => status === 'partial').length;
  const asked = new Set([...request.collectors, ...manifest.entries.map(({ collector }) => collector)]).size;
  const missing = asked - present.length;
  return {
    integrity: rounded(Math.max(capFloor, partialSource ** partial)),
    coverage: present.length === 0 ? 0 : rounded(Math.max(capFloor, missingSource ** missing)),
  };
};
