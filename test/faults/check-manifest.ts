import { EvidenceV1, type IncidentId, type ManifestEntryV1, objectKeys, type RunId } from '@opsrunbook/contracts';
import type { MemoryEvidenceStore } from '../../packages/testing/src/memory-evidence-store.ts';
import { CANARY } from './collector-sources.ts';

/** The run that every collector cell plays. */
export const IDS: { readonly incident_id: IncidentId; readonly run_id: RunId } = {
  incident_id: 'inc-20260303t130000-0123456789',
  run_id: 'run-20260303t130000000-01234567',
};

/** What a run left: its manifest's entries and its objects. */
export interface SealedEntries {
  readonly entries: readonly ManifestEntryV1[];
  readonly store: MemoryEvidenceStore;
}

/** Whether a manifest's entry is what a cell asks for, in the cell's own words. Throws for words it does not know. */
export const manifestHolds = (
  expected: string,
  entry: ManifestEntryV1,
  { healthy, troubled: run }: { readonly healthy: SealedEntries; readonly troubled: SealedEntries },
): boolean => {
  const stored = run.store.objects.get(objectKeys.evidence(IDS, entry.collector));
  const evidence = stored === undefined ? undefined : EvidenceV1.parse(JSON.parse(Buffer.from(stored).toString()));
  switch (expected) {
    case 'partial or failed with reason':
      // What a budget or an unreadable row cost is counted in the evidence, not in the manifest's reasons.
      return entry.status !== 'ok' && (entry.reasons.length > 0 || (evidence?.cut.length ?? 0) > 0);
    case 'partial, truncated, counts kept':
      return entry.status !== 'ok' && evidence !== undefined && (evidence.cut.length > 0 || isThrottled(entry));
    case 'ok, 0 rows':
      return entry.rows === 0 && (entry.status === 'ok' || saysSo(entry));
    case 'ok, redactions counted, no value stored': {
      const texts = [...run.store.objects.values()].map((bytes) => Buffer.from(bytes).toString());
      const isClean = texts.every((text) => !text.includes(CANARY));
      return isClean && entry.status === 'ok' && (Object.keys(entry.redactions).length > 0 || !carriesText(entry));
    }
    case 'one object, same hash': {
      const usual = healthy.entries.find(({ collector }) => collector === entry.collector);
      return entry.evidence?.sha256 === usual?.evidence?.sha256 && entry.status === 'ok';
    }
    default:
      throw new Error(`the harness does not know the manifest "${expected}"`);
  }
};

/** A source that throttles leaves nothing to cut: the reason says it. */
const isThrottled = ({ reasons }: ManifestEntryV1): boolean => reasons.some(({ code }) => code === 'throttled');

/** A hinted metric without any datapoint is told as not found, because its name is wrong more often than not. */
const saysSo = ({ collector, reasons }: ManifestEntryV1): boolean =>
  collector === 'cloudwatch-metrics' && reasons.every(({ code }) => code === 'not_found');

/** Metric values are numbers: a source cannot put a secret there. */
const carriesText = ({ collector }: ManifestEntryV1): boolean => collector !== 'cloudwatch-metrics';
