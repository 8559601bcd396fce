import * as z from 'zod';
import { CollectorName } from './collector-name.ts';
import { EvidenceRefV1 } from './evidence-ref-v1.ts';
import { REASON_CODES } from './evidence-v1.ts';
import { IncidentId, RunId, Sha256 } from './ids.ts';
import { RunRequestV1 } from './run-request-v1.ts';
import { TimeWindowV1 } from './time-window-v1.ts';

/** supported: the evidence shows it; likely: it fits better than anything else seen; inconclusive: the evidence does not decide. */
export const VERDICTS = ['supported', 'likely', 'inconclusive'] as const;
export const Verdict = z.enum(VERDICTS);
export type Verdict = z.infer<typeof Verdict>;

const Confidence = z.number().min(0).max(1);

/** Something a person can do next, concrete enough to paste. */
export const NextActionV1 = z.strictObject({
  kind: z.enum(['query', 'command', 'console', 'decision']),
  title: z.string(),
  /** The Logs Insights query, shell command, console address, or question to decide. */
  body: z.string(),
  why: z.string(),
});
export type NextActionV1 = z.infer<typeof NextActionV1>;

const Statement = {
  /** The same fact has the same id in every run: derived from rule, entity and fact, never from position or run. */
  id: z.string(),
  rule: z.string(),
  /** What the statement is about: a function, state, service, log group or resource. */
  entity: z.string(),
  claim: z.string(),
  /** When it began, epoch milliseconds; null when the evidence does not say. */
  onset_ms: z.int().nullable(),
  verdict: Verdict,
  confidence: Confidence,
  contradicting: z.array(EvidenceRefV1),
};

/** A statement the evidence supports; it cites at least one evidence object. */
export const FindingV1 = z.strictObject({
  ...Statement,
  id: Statement.id.regex(/^F-[0-9a-f]{10}$/),
  supporting: z.array(EvidenceRefV1).min(1),
});
export type FindingV1 = z.infer<typeof FindingV1>;

/** A statement the evidence does not support yet, with what would decide it. */
export const HypothesisV1 = z.strictObject({
  ...Statement,
  id: Statement.id.regex(/^H-[0-9a-f]{10}$/),
  supporting: z.array(EvidenceRefV1).min(1),
  decide_by: NextActionV1,
});
export type HypothesisV1 = z.infer<typeof HypothesisV1>;

/** What could not be determined, and what would change that. */
export const LimitV1 = z.strictObject({
  id: z.string().regex(/^L-[0-9a-f]{10}$/),
  code: z.enum([...REASON_CODES, 'cut', 'no_baseline', 'no_signal']),
  collector: CollectorName.nullable(),
  subject: z.string(),
  message: z.string(),
  fix: z.string(),
});
export type LimitV1 = z.infer<typeof LimitV1>;

/** One line of the ordered story: changes, first anomalies, alarms and failures. */
export const TimelineEntryV1 = z.strictObject({
  at_ms: z.int(),
  kind: z.enum(['change', 'anomaly', 'alarm', 'failure', 'reported']),
  entity: z.string(),
  text: z.string(),
  /** The finding or hypothesis it belongs to. */
  statement: z.string().nullable(),
});
export type TimelineEntryV1 = z.infer<typeof TimelineEntryV1>;

/** One entity that may be where the incident began, best first. */
export const SuspectV1 = z.strictObject({
  entity: z.string(),
  confidence: Confidence,
  statements: z.array(z.string()).min(1),
});
export type SuspectV1 = z.infer<typeof SuspectV1>;

/** Who should look, and why we think so. */
export const SuspectedOwnerV1 = z.strictObject({ owner: z.string(), confidence: Confidence, reason: z.string() });
export type SuspectedOwnerV1 = z.infer<typeof SuspectedOwnerV1>;

/** What the analyzer says about one run. Everything stated cites evidence; everything missing is a limit. */
export const IncidentPacketV1 = z.strictObject({
  schema_version: z.literal('1'),
  analyzer_version: z.string(),
  /** SHA-256 of the analyzer's frozen configuration. */
  config_hash: Sha256,
  incident_id: IncidentId,
  run_id: RunId,
  started_at: z.iso.datetime(),
  service: z.string(),
  environment: z.string().nullable(),
  title: z.string(),
  severity: RunRequestV1.shape.severity,
  window: TimeWindowV1,
  baseline: TimeWindowV1,
  /** SHA-256 of the manifest that seals the evidence. */
  manifest_sha256: Sha256,
  verdict: Verdict,
  headline: z.string(),
  confidence: z.strictObject({
    value: Confidence,
    /** Never above these: one falls with partial or cut evidence, the other with missing sources. */
    integrity_cap: Confidence,
    coverage_cap: Confidence,
  }),
  suspects: z.array(SuspectV1),
  findings: z.array(FindingV1),
  hypotheses: z.array(HypothesisV1),
  timeline: z.array(TimelineEntryV1),
  /** Entities that misbehave on their own account, and those that only pass on what a callee does. */
  blast_radius: z.strictObject({ affected: z.array(z.string()), relaying: z.array(z.string()) }),
  suspected_owners: z.array(SuspectedOwnerV1),
  next_actions: z.array(NextActionV1),
  limits: z.array(LimitV1),
  /** SHA-256 of the canonical JSON of this packet without this member. */
  packet_hash: Sha256,
});
export type IncidentPacketV1 = z.infer<typeof IncidentPacketV1>;

/** The PACKET item: where the packet lies and what it says in one line. */
export const PacketRecordV1 = z.strictObject({
  schema_version: z.literal('1'),
  incident_id: IncidentId,
  run_id: RunId,
  started_at: z.iso.datetime(),
  key: z.string(),
  /** SHA-256 of the stored bytes. */
  sha256: Sha256,
  packet_hash: Sha256,
  manifest_sha256: Sha256,
  analyzer_version: z.string(),
  verdict: Verdict,
  confidence: Confidence,
  headline: z.string(),
});
export type PacketRecordV1 = z.infer<typeof PacketRecordV1>;
