import type { CollectorName, EvidenceDataOf } from '@opsrunbook/contracts';
import type { WindowMs } from '@opsrunbook/evidence';

/** Evidence data by collector, before it is sealed. */
export type EvidenceParts = { [Name in CollectorName]?: EvidenceDataOf<Name> | undefined };

/** What a recorded case gives the analyzer: the report's window, what is before it, and the telemetry of both. */
export interface RecordedCase {
  readonly window: WindowMs;
  readonly baseline: WindowMs;
  readonly service: string;
  readonly title: string;
  /** Collectors that were asked and denied; their parts are not handed over. */
  readonly denied?: readonly CollectorName[];
  readonly parts: EvidenceParts;
}

/** A case by the key it has in labels.json, read when it is its turn. */
export interface CaseSource {
  readonly name: string;
  read(): RecordedCase;
}
