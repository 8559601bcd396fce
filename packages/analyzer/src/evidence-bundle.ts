import type { CollectorName, EvidenceV1, ManifestV1, ObjectRefV1, RunRequestV1 } from '@opsrunbook/contracts';
import { type WindowMs, windowMs } from '@opsrunbook/evidence';

/** Everything one analysis reads: the request, the manifest that seals the run, and the objects it lists, in any order. */
export interface EvidenceBundle {
  readonly request: RunRequestV1;
  readonly manifest: ManifestV1;
  readonly manifestSha256: string;
  readonly objects: readonly { readonly object: ObjectRefV1; readonly evidence: EvidenceV1 }[];
}

/** The evidence of one collector. */
export type EvidenceOf<Name extends CollectorName> = Extract<EvidenceV1, { collector: Name }>;

/** A citable evidence object: never a gap, always listed in the manifest with this hash. */
export interface Source<Name extends CollectorName> {
  readonly object: ObjectRefV1;
  readonly evidence: EvidenceOf<Name>;
}

/** A citable evidence object of whichever collector. */
export interface AnySource {
  readonly object: ObjectRefV1;
  readonly evidence: EvidenceV1;
}

/** What every rule is given. */
export interface Investigation {
  readonly request: RunRequestV1;
  readonly window: WindowMs;
  readonly baseline: WindowMs;
  /** The collector's object; undefined when it left none, left a gap, or the manifest does not list it. */
  source<Name extends CollectorName>(name: Name): Source<Name> | undefined;
}

const isEvidenceOf = <Name extends CollectorName>(evidence: EvidenceV1, name: Name): evidence is EvidenceOf<Name> =>
  evidence.collector === name;

/** The bundle as rules see it: objects by collector, whatever order they came in. */
export const investigationOf = ({ request, manifest, objects }: EvidenceBundle): Investigation => {
  const sealed = new Map(manifest.entries.map((entry) => [entry.collector, entry.evidence]));
  return {
    request,
    window: windowMs(request.window),
    baseline: windowMs(request.baseline),
    source: (name) => {
      for (const { object, evidence } of objects) {
        const entry = sealed.get(name);
        const isSealed = entry?.key === object.key && entry.sha256 === object.sha256;
        if (isSealed && evidence.status !== 'gap' && isEvidenceOf(evidence, name)) return { object, evidence };
      }
      return undefined;
    },
  };
};
