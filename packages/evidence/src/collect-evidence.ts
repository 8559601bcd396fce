import {
  type BudgetV1,
  type CollectResultV1,
  EvidenceV1,
  type ExecutionInputV1,
  objectKeys,
  type RunRequestV1,
} from '@opsrunbook/contracts';
import { OpsRunbookError, type RemainingTime } from '@opsrunbook/core';
import { createBudgetMeter } from './budget-meter.ts';
import { type AnyCollector, collectionStatus } from './collector.ts';
import type { EvidenceStore } from './evidence-store.ts';
import type { Gate, Gated } from './gate.ts';
import { readRunRequest, readStored } from './read-evidence.ts';
import { SealedObject } from './sealed-object.ts';
import { windowMs } from './time-window.ts';

/** Redaction threw: nothing was stored, and the state machine records a gap. */
export class RedactionFailedError extends OpsRunbookError {
  override readonly name = 'RedactionFailed';
  override readonly retryable = false;
}

export interface CollectEvidenceDeps {
  readonly collector: AnyCollector;
  readonly store: EvidenceStore;
  readonly gate: Gate;
  readonly budget: BudgetV1;
}

/** Kept back from the time a collector may read, for redacting and storing what it read. */
const RESERVED_MS = 20_000;

/**
 * Runs one collector for one run and stores its evidence once. A repeated invocation finds the object that stands and answers
 * with it: nothing is collected or counted twice.
 */
export const collectEvidence = async (
  { collector, store, gate, budget }: CollectEvidenceDeps,
  input: ExecutionInputV1,
  remaining: RemainingTime,
): Promise<CollectResultV1> => {
  const { name } = collector.describe();
  const key = objectKeys.evidence(input, name);
  const stored = await readStored(store, key, EvidenceV1);
  if (stored !== undefined) return { collector: name, status: stored.document.status, evidence: stored.object };
  const request = await readRunRequest(store, input);
  const deadline = deadlineFor(budget, remaining);
  const evidence = await collected(collector, request, createBudgetMeter(budget, deadline));
  const object = SealedObject.seal(gated(gate, evidence));
  if ((await store.putOnce(key, object)) === 'created') {
    return { collector: name, status: evidence.status, evidence: object.ref(key) };
  }
  return collectEvidence({ collector, store, gate, budget }, input, remaining);
};

const deadlineFor = (budget: BudgetV1, remaining: RemainingTime): RemainingTime => {
  const atStart = remaining();
  const allowed = Math.min(budget.seconds * 1000, atStart - RESERVED_MS);
  return () => allowed - (atStart - remaining());
};

const collected = async (
  collector: AnyCollector,
  request: RunRequestV1,
  meter: ReturnType<typeof createBudgetMeter>,
): Promise<EvidenceV1> => {
  const { name } = collector.describe();
  const windows = { window: windowMs(request.window), baseline: windowMs(request.baseline) };
  const { data, reasons, asked, answered } = await collector.collect(windows, request.scope, meter);
  return EvidenceV1.parse({
    schema_version: '1',
    collector: name,
    incident_id: request.incident_id,
    run_id: request.run_id,
    window: request.window,
    baseline: request.baseline,
    status: collectionStatus({ asked, answered, reasons }, meter.cuts),
    reasons,
    cut: meter.cuts,
    spent: meter.spent,
    redactions: {},
    data,
  });
};

const gated = (gate: Gate, evidence: EvidenceV1): Gated<EvidenceV1> => {
  try {
    return gate.passEvidence(evidence);
  } catch (cause) {
    throw new RedactionFailedError('redaction_failed', 'the evidence could not be redacted and was not stored', {
      cause,
    });
  }
};
