import type { FindingV1, HypothesisV1, NextActionV1, Verdict } from '@opsrunbook/contracts';
import { canonicalJson, sha256Hex } from '@opsrunbook/core';
import { type CitedRange, cite } from '@opsrunbook/evidence';
import { ANALYZER_CONFIG } from './analyzer-config.ts';
import { claimText } from './claim-text.ts';
import type { AnySource } from './evidence-bundle.ts';

/** A part of an evidence object, before its hash is taken. */
export interface Citation {
  readonly source: AnySource;
  readonly pointer: string;
  readonly range?: CitedRange;
}

/** What a statement is to the story: where trouble shows, what was changed, who passes it on, or only context. */
export const ROLES = ['failure', 'anomaly', 'alarm', 'change', 'relay', 'context'] as const;
export type Role = (typeof ROLES)[number];

/** What a rule says, before ids and hashes. `fact` tells facts of one rule and entity apart and carries no measured value. */
export interface Draft {
  readonly rule: string;
  readonly entity: string;
  readonly fact: string;
  readonly role: Role;
  readonly claim: string;
  /** Epoch milliseconds; null when the evidence does not say. */
  readonly onsetMs: number | null;
  /** How sure the rule is that its claim is true, 0 to 1. */
  readonly confidence: number;
  /** How much the claim speaks for its entity being where the incident began, 0 to 1. */
  readonly blame: number;
  /** Among statements of equal blame, what people want to read first, 0 to 1. */
  readonly prominence?: number;
  readonly verdict: Verdict;
  readonly supporting: readonly [Citation, ...Citation[]];
  readonly contradicting?: readonly Citation[];
  /** What a person can run to see it for themselves. */
  readonly action: NextActionV1;
  /** A hypothesis is not supported yet: its action would decide it. */
  readonly isHypothesis?: boolean;
}

/** The id of a fact: the same in every run, whatever its position, onset or confidence. */
export const statementId = (prefix: 'F' | 'H' | 'L', ...identity: readonly string[]): string =>
  `${prefix}-${sha256Hex(canonicalJson(identity)).slice(0, 10)}`;

/** The id a draft will carry in the packet. */
export const draftId = ({ isHypothesis, rule, entity, fact }: Draft): string =>
  statementId(isHypothesis === true ? 'H' : 'F', rule, entity, fact);

/** The id a limit carries. */
export const limitId = (code: string, collector: string | null, subject: string): string =>
  statementId('L', code, collector ?? '', subject);

/** Four digits are more than any confidence here is worth, and keep equal evidence equal text. */
export const rounded = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 1e4) / 1e4;

const cited = (citations: readonly Citation[]) =>
  citations.map(({ source, pointer, range }) => cite(source.object, source.evidence, pointer, range));

/** The draft as a finding of the packet, its citations hashed. */
export const findingOf = (draft: Draft): FindingV1 => ({
  id: draftId(draft),
  rule: draft.rule,
  entity: draft.entity,
  claim: claimText(draft.claim, ANALYZER_CONFIG.packet.maxClaim),
  onset_ms: draft.onsetMs,
  verdict: draft.verdict,
  confidence: rounded(draft.confidence),
  supporting: cited(draft.supporting),
  contradicting: cited(draft.contradicting ?? []),
});

/** The draft as a hypothesis, with what would decide it. */
export const hypothesisOf = (draft: Draft): HypothesisV1 => ({ ...findingOf(draft), decide_by: draft.action });
