import * as z from 'zod';
import { CollectorName } from './collector-name.ts';
import { CollectionStatus, ReasonV1, RedactionCountsV1 } from './evidence-v1.ts';
import { Sha256 } from './ids.ts';

/** Where an object lies and how to tell that it is still the same. */
export const ObjectRefV1 = z.strictObject({ key: z.string(), sha256: Sha256, bytes: z.int() });
export type ObjectRefV1 = z.infer<typeof ObjectRefV1>;

/** What a collector function answers to the state machine: a reference and counts, never evidence. */
export const CollectResultV1 = z.strictObject({
  collector: CollectorName,
  status: CollectionStatus,
  evidence: ObjectRefV1,
});
export type CollectResultV1 = z.infer<typeof CollectResultV1>;

/** What the state machine puts in the place of a collector that did not answer: the error's name only. */
export const CollectFailureV1 = z.strictObject({
  collector: CollectorName,
  status: z.literal('gap'),
  error: z.string(),
});
export type CollectFailureV1 = z.infer<typeof CollectFailureV1>;

/** Input of the stage that seals a run. */
export const SealInputV1 = z.strictObject({
  incident_id: z.string(),
  run_id: z.string(),
  request_sha256: Sha256,
  collected: z.array(z.union([CollectResultV1, CollectFailureV1])),
});
export type SealInputV1 = z.infer<typeof SealInputV1>;

/** One collector's line in the manifest. */
export const ManifestEntryV1 = z.strictObject({
  collector: CollectorName,
  status: CollectionStatus,
  /** Absent when the collector left no object. */
  evidence: ObjectRefV1.optional(),
  rows: z.int(),
  reasons: z.array(ReasonV1),
  redactions: RedactionCountsV1,
});
export type ManifestEntryV1 = z.infer<typeof ManifestEntryV1>;
