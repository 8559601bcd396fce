import type { SuspectV1, Verdict } from '@opsrunbook/contracts';
import { ANALYZER_CONFIG } from './analyzer-config.ts';
import { claimText, clockTime } from './claim-text.ts';
import type { ConfidenceCaps } from './confidence-caps.ts';
import { type Draft, draftId, rounded } from './statement.ts';

const { likely, supported } = ANALYZER_CONFIG.confidence;

/** Confidence in the leading suspect, under both caps; 0 without one. */
export const packetConfidence = (suspects: readonly SuspectV1[], caps: ConfidenceCaps): number =>
  rounded(Math.min(suspects[0]?.confidence ?? 0, caps.integrity, caps.coverage));

/**
 * supported: from .8 on, when a statement about the leading suspect is itself supported; likely: from .5 on; else inconclusive.
 */
export const packetVerdict = (
  confidence: number,
  suspects: readonly SuspectV1[],
  drafts: readonly Draft[],
): Verdict => {
  if (confidence < likely) return 'inconclusive';
  const own = new Set(suspects[0]?.statements);
  const isShown = drafts.some((draft) => own.has(draftId(draft)) && draft.verdict === 'supported');
  return confidence >= supported && isShown ? 'supported' : 'likely';
};

/** One sentence for the top of the screen. Says inconclusive when that is the verdict. */
export const headlineOf = (
  verdict: Verdict,
  { service, suspects, drafts }: { service: string; suspects: readonly SuspectV1[]; drafts: readonly Draft[] },
): string => {
  const top = suspects[0];
  const leading = drafts.find((draft) => draftId(draft) === top?.statements[0]);
  if (top === undefined || leading === undefined) {
    return `Inconclusive: nothing in the evidence of ${service} departs from its baseline.`;
  }
  if (verdict === 'inconclusive') {
    return claimText(
      `Inconclusive: the evidence does not decide what went wrong with ${service}; the best lead is ${top.entity}.`,
      200,
    );
  }
  const since = leading.onsetMs === null ? '' : ` since ${clockTime(leading.onsetMs)}`;
  const certainty = verdict === 'supported' ? 'The evidence points to' : 'Likely';
  return claimText(`${certainty} ${top.entity}${since}: ${leading.claim}`, 240);
};
