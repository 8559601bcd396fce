import * as z from 'zod';
import { CollectorName } from './collector-name.ts';
import { Sha256 } from './ids.ts';

/**
 * A citation: which bytes of which object carry the statement. `pointer` (RFC 6901) names a value inside the object; when it is
 * an array, `range` cites its elements from `from` (inclusive) to `to` (exclusive). `slice_sha256` is the SHA-256 of the cited value's
 * canonical JSON, so that a citation that no longer resolves to what it claims is noticed.
 */
export const EvidenceRefV1 = z.strictObject({
  collector: CollectorName,
  key: z.string(),
  sha256: Sha256,
  pointer: z.string().startsWith('/'),
  range: z.strictObject({ from: z.int().nonnegative(), to: z.int().positive() }).optional(),
  slice_sha256: Sha256,
});
export type EvidenceRefV1 = z.infer<typeof EvidenceRefV1>;
