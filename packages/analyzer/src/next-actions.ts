import type { LimitV1, NextActionV1 } from '@opsrunbook/contracts';
import { ANALYZER_CONFIG } from './analyzer-config.ts';
import type { Draft } from './statement.ts';

/** What to do now: see the strongest statements for oneself, then mend what kept the evidence from deciding. */
export const nextActions = (drafts: readonly Draft[], limits: readonly LimitV1[]): readonly NextActionV1[] => {
  const { maxActions } = ANALYZER_CONFIG.packet;
  const fixes = limits
    .filter(({ code }) => code !== 'cut' && code !== 'no_signal' && code !== 'no_baseline')
    .slice(0, 2)
    .map(
      ({ subject, message, fix }): NextActionV1 => ({
        kind: 'decision',
        title: `Close the gap: ${subject}`,
        body: fix,
        why: message,
      }),
    );
  const looks = new Map(drafts.map(({ action }) => [action.body, action]));
  return [...[...looks.values()].slice(0, maxActions - fixes.length), ...fixes];
};
