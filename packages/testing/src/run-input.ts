import { objectKeys, type RunRequestV1 } from '@opsrunbook/contracts';
import { createGate, SealedObject } from '@opsrunbook/evidence';
import type { MemoryEvidenceStore } from './memory-evidence-store.ts';

/** What `collectEvidence` keeps back for storing. */
export const RESERVED_MS = 20_000;

/** Redaction has tests of its own; here it changes nothing, so that what the collector gave is what is seen. */
export const PASSING_GATE = createGate({
  json: (value) => ({ value, counts: {} }),
  stream: (lines) => ({ values: [...lines], counts: {} }),
});

const IDS = { incident_id: 'inc-20260303t130000-0123456789', run_id: 'run-20260303t130000000-01234567' } as const;

/** Stores the request of a run over these sources, and gives the input of its collectors. */
export const putRunRequest = async (
  store: MemoryEvidenceStore,
  scenario: Pick<RunRequestV1, 'scope' | 'window' | 'baseline'>,
) => {
  const request: RunRequestV1 = {
    schema_version: '1',
    ...IDS,
    started_at: '2026-03-03T13:00:00.000Z',
    service: 'checkout',
    title: 'checkout fails',
    severity: 'high',
    window: scenario.window,
    baseline: scenario.baseline,
    scope: scenario.scope,
    owners: [],
    catalogued: true,
    collectors: [],
  };
  const object = SealedObject.seal(PASSING_GATE.pass(request));
  await store.putOnce(objectKeys.request(IDS), object);
  return { ...IDS, request_sha256: object.sha256 };
};
