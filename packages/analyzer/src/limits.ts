import type { CollectorName, LimitV1, ManifestEntryV1 } from '@opsrunbook/contracts';
import { claimText } from './claim-text.ts';
import type { EvidenceBundle } from './evidence-bundle.ts';
import { limitId } from './statement.ts';

interface Missing {
  readonly code: LimitV1['code'];
  readonly collector: CollectorName | null;
  readonly subject: string;
  readonly message: string;
  readonly fix: string;
}

/** A limit of the packet, its text bounded to one line. */
export const limitOf = ({ code, collector, subject, message, fix }: Missing): LimitV1 => ({
  id: limitId(code, collector, subject),
  code,
  collector,
  subject: claimText(subject, 200),
  message: claimText(message, 300),
  fix: claimText(fix, 300),
});

const COLLECT_AGAIN = 'collect again with POST /v1/incidents/{id}/runs';

/** Everything the evidence could not tell because it was not collected, in the manifest's order; every limit once. */
export const limitsOf = (bundle: EvidenceBundle): readonly LimitV1[] => {
  const limits = [
    ...bundle.manifest.entries.flatMap((entry) => limitsOfEntry(entry)),
    ...neverCollected(bundle),
    ...bundle.manifest.entries.flatMap((entry) => limitsOfObject(entry, bundle)),
  ].map(limitOf);
  return [...new Map(limits.map((limit) => [limit.id, limit])).values()];
};

const limitsOfEntry = ({ collector, status, reasons }: ManifestEntryV1): readonly Missing[] => {
  if (status === 'gap' && reasons.length === 0) {
    const message = `nothing was collected by ${collector} and no reason was kept`;
    const fix = `read the log of the ${collector} function, then ${COLLECT_AGAIN}`;
    return [{ code: 'collector_failed', collector, subject: collector, message, fix }];
  }
  return reasons.map((reason) => ({ ...reason, collector }));
};

const neverCollected = ({ request, manifest }: EvidenceBundle): readonly Missing[] =>
  request.collectors
    .filter((name) => !manifest.entries.some(({ collector }) => collector === name))
    .map((collector) => ({
      code: 'collector_failed',
      collector,
      subject: collector,
      message: `${collector} was asked for and is not in the manifest`,
      fix: COLLECT_AGAIN,
    }));

const limitsOfObject = (entry: ManifestEntryV1, { objects }: EvidenceBundle): readonly Missing[] => {
  const { collector, evidence: sealed } = entry;
  if (sealed === undefined) return [];
  const found = objects.find(({ object }) => object.key === sealed.key);
  if (found?.object.sha256 !== sealed.sha256) {
    const message = `the sealed object of ${collector} was not among the evidence to analyze`;
    const fix = 'run npm run verify on this incident, then analyze again';
    return [{ code: 'partial_data', collector, subject: sealed.key, message, fix }];
  }
  return found.evidence.cut.map(({ what, subject, limit, dropped }) => ({
    code: 'cut',
    collector,
    subject: `${subject} (${what})`,
    message: `the budget of ${limit} ${what} cut ${dropped === null ? 'an unknown number' : dropped} of ${subject}`,
    fix: `narrow the time window, or raise the ${what} budget of ${collector} in config/collectors.json`,
  }));
};
