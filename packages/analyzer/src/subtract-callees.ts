import { ANALYZER_CONFIG } from './analyzer-config.ts';
import type { Investigation } from './evidence-bundle.ts';
import { callGraphOf, reachable } from './flow/call-graph.ts';
import type { Draft } from './statement.ts';

const { explainedShare, sameMomentMs } = ANALYZER_CONFIG.callers;

/** Statements a caller may only repeat: what it logs and shows when a callee fails. */
const REPEATABLE = new Set(['error-template']);

/**
 * Takes from a caller's errors what a callee explains: one that fails too, no later, and is seen to be called by it. What is left is a share
 * of the blame, and the callee's statement is cited against it.
 */
export const subtractCallees = (drafts: readonly Draft[], investigation: Investigation): readonly Draft[] => {
  const { callees } = callGraphOf(investigation);
  const relaying = new Set(drafts.filter(({ role }) => role === 'relay').map(({ entity }) => entity));
  const failures = drafts.filter(({ role, blame }) => role === 'failure' && blame > 0);
  return drafts.map((draft) => {
    if (!REPEATABLE.has(draft.rule)) return draft;
    const below = reachable(draft.entity, callees);
    const explaining = failures.find(
      (other) => other.entity !== draft.entity && below.has(other.entity) && startsNoLater(other, draft),
    );
    if (explaining === undefined && !relaying.has(draft.entity)) return draft;
    const against = explaining === undefined ? [] : [explaining.supporting[0]];
    return {
      ...draft,
      blame: draft.blame * explainedShare,
      contradicting: [...(draft.contradicting ?? []), ...against],
    };
  });
};

const startsNoLater = (a: Draft, b: Draft): boolean =>
  a.onsetMs !== null && b.onsetMs !== null && a.onsetMs <= b.onsetMs + sameMomentMs;
