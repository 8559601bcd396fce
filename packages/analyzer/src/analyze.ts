import type { IncidentPacketV1, LimitV1 } from '@opsrunbook/contracts';
import { ANALYZER_CONFIG, ANALYZER_VERSION, configHash } from './analyzer-config.ts';
import { baselineLimits } from './baseline-limits.ts';
import { blastRadius } from './blast-radius.ts';
import { claimText } from './claim-text.ts';
import { confidenceCaps } from './confidence-caps.ts';
import { type EvidenceBundle, type Investigation, investigationOf } from './evidence-bundle.ts';
import { timelineOf } from './incident-timeline.ts';
import { limitOf, limitsOf } from './limits.ts';
import { nextActions } from './next-actions.ts';
import { sealPacket } from './packet-hash.ts';
import { calibratedSuspects, rankSuspects, type Suspicion } from './rank-suspects.ts';
import { alarmsRule } from './rules/alarms.ts';
import { changesRule } from './rules/changes.ts';
import { errorTemplates } from './rules/error-templates.ts';
import { excessFlowRule } from './rules/excess-flow.ts';
import { failingState } from './rules/failing-state.ts';
import { metricShiftRule } from './rules/metric-shift.ts';
import { metricSteps } from './rules/metric-steps.ts';
import { onsetOrder } from './rules/onset-order.ts';
import { relaysRule } from './rules/relays.ts';
import { traceRules } from './rules/trace-rules.ts';
import { type Draft, draftId, findingOf, hypothesisOf } from './statement.ts';
import { subtractCallees } from './subtract-callees.ts';
import { suspectedOwners } from './suspected-owners.ts';
import { headlineOf, packetConfidence, packetVerdict } from './verdict.ts';

const RULES = [
  failingState,
  errorTemplates,
  metricSteps,
  excessFlowRule,
  traceRules,
  metricShiftRule,
  relaysRule,
  alarmsRule,
] as const;

/**
 * What the evidence says about one run. Pure: equal evidence in any order gives the same packet, byte for byte. Every statement
 * cites sealed evidence; whatever is missing is a limit.
 */
export const analyze = (bundle: EvidenceBundle): IncidentPacketV1 => {
  const { request, manifest, manifestSha256 } = bundle;
  const investigation = investigationOf(bundle);
  const drafts = draftsOf(investigation);
  const { findings, hypotheses, left } = kept(drafts);
  const said = [...findings, ...hypotheses];
  const caps = confidenceCaps(bundle);
  const suspects = calibratedSuspects(rankSuspects(said), caps);
  const limits = [...limitsOf(bundle), ...baselineLimits(investigation), ...saidLimits(drafts, left)];
  const confidence = packetConfidence(suspects, caps);
  const verdict = packetVerdict(confidence, suspects, said);
  return sealPacket({
    schema_version: '1',
    analyzer_version: ANALYZER_VERSION,
    config_hash: configHash,
    incident_id: request.incident_id,
    run_id: request.run_id,
    started_at: request.started_at,
    service: request.service,
    environment: request.environment ?? null,
    title: claimText(request.title, 300),
    severity: request.severity,
    window: manifest.window,
    baseline: manifest.baseline,
    manifest_sha256: manifestSha256,
    verdict,
    headline: headlineOf(verdict, { service: request.service, suspects, drafts: said }),
    confidence: { value: confidence, integrity_cap: caps.integrity, coverage_cap: caps.coverage },
    suspects: [...suspects],
    findings: findings.map(findingOf),
    hypotheses: hypotheses.map(hypothesisOf),
    timeline: [...timelineOf(request, said)],
    blast_radius: blastRadius(said),
    suspected_owners: [...suspectedOwners(request, suspects)],
    next_actions: [...nextActions(said, limits)],
    limits: [...limits],
  });
};

/** What the rules say before calibration: the entities and how far each rule's blame adds up. Read by the script that fits the calibration. */
export const rawSuspicions = (bundle: EvidenceBundle): readonly Suspicion[] =>
  rankSuspects(saidOf(draftsOf(investigationOf(bundle))));

const saidOf = (drafts: readonly Draft[]): readonly Draft[] => {
  const { findings, hypotheses } = kept(drafts);
  return [...findings, ...hypotheses];
};

const draftsOf = (investigation: Investigation): readonly Draft[] => {
  const stated = subtractCallees(
    RULES.flatMap((rule) => rule(investigation)),
    investigation,
  );
  return strongestFirst([...stated, ...changesRule(investigation, stated), ...onsetOrder(stated)]);
};

/** By what they say about the cause, then by what people look for first, then by certainty; ids make the order the same whatever order rules ran in. One per id. */
const strongestFirst = (drafts: readonly Draft[]): readonly Draft[] => {
  const byId = new Map(drafts.map((draft) => [draftId(draft), draft]));
  return [...byId.entries()]
    .sort(
      ([idA, a], [idB, b]) =>
        b.blame - a.blame || prominence(b) - prominence(a) || b.confidence - a.confidence || (idA < idB ? -1 : 1),
    )
    .map(([, draft]) => draft);
};

const prominence = (draft: Draft): number => draft.prominence ?? 0;

const kept = (drafts: readonly Draft[]) => {
  const { maxFindings, maxHypotheses } = ANALYZER_CONFIG.packet;
  const found = drafts.filter(({ isHypothesis }) => isHypothesis !== true);
  const open = drafts.filter(({ isHypothesis }) => isHypothesis === true);
  const findings = found.slice(0, maxFindings);
  const hypotheses = open.slice(0, maxHypotheses);
  return { findings, hypotheses, left: drafts.length - findings.length - hypotheses.length };
};

const saidLimits = (drafts: readonly Draft[], left: number): readonly LimitV1[] => {
  if (drafts.length === 0) {
    const message = 'nothing that was collected departs from its baseline';
    const fix = 'add log groups, metrics or state machines to the report’s hints, or widen the window';
    return [limitOf({ code: 'no_signal', collector: null, subject: 'evidence', message, fix })];
  }
  if (left === 0) return [];
  const message = `${left} weaker statements are left out of this packet`;
  const fix = 'narrow the window or the hints to see them';
  return [limitOf({ code: 'cut', collector: null, subject: 'statements', message, fix })];
};
