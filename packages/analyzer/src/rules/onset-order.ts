import { canonicalJson } from '@opsrunbook/core';
import { clockTime } from '../claim-text.ts';
import { type Draft, draftId } from '../statement.ts';

/** Two onsets closer than this are one moment: metric periods are a minute at best. */
const SAME_MOMENT_MS = 60_000;

/**
 * Says which entity showed trouble first, when that is clear: a hypothesis, because the first to show is often but not always
 * where it began. Looks at the other rules' statements, not at evidence of its own.
 */
export const onsetOrder = (drafts: readonly Draft[]): readonly Draft[] => {
  const firsts = firstPerEntity(drafts.filter(({ role }) => role === 'failure' || role === 'anomaly'));
  const [first, second] = firsts;
  if (first === undefined || second === undefined) return [];
  if (second.onsetMs - first.onsetMs < SAME_MOMENT_MS) return [];
  const seconds = Math.round((second.onsetMs - first.onsetMs) / 1000);
  return [
    {
      rule: 'onset-order',
      entity: first.draft.entity,
      fact: canonicalJson(['first', draftId(first.draft)]),
      role: 'context',
      claim: `${first.draft.entity} showed trouble first, at ${clockTime(first.onsetMs)}, ${seconds} s before ${second.draft.entity}`,
      onsetMs: first.onsetMs,
      confidence: 0.5 * first.draft.confidence,
      blame: 0.3 * first.draft.confidence,
      verdict: 'inconclusive',
      supporting: [first.draft.supporting[0], second.draft.supporting[0]],
      action: first.draft.action,
      isHypothesis: true,
    },
  ];
};

interface First {
  readonly draft: Draft;
  readonly onsetMs: number;
}

const firstPerEntity = (drafts: readonly Draft[]): readonly First[] => {
  const byEntity = new Map<string, First>();
  for (const draft of drafts) {
    if (draft.onsetMs === null) continue;
    const known = byEntity.get(draft.entity);
    if (known === undefined || draft.onsetMs < known.onsetMs)
      byEntity.set(draft.entity, { draft, onsetMs: draft.onsetMs });
  }
  return [...byEntity.values()].sort((a, b) => a.onsetMs - b.onsetMs || (a.draft.entity < b.draft.entity ? -1 : 1));
};
