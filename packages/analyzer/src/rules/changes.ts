import type { ChangeV1 } from '@opsrunbook/contracts';
import { canonicalJson } from '@opsrunbook/core';
import { ANALYZER_CONFIG } from '../analyzer-config.ts';
import { clockTime, quoted } from '../claim-text.ts';
import { nameOfArn } from '../entity-name.ts';
import type { Investigation, Source } from '../evidence-bundle.ts';
import { command, shellWord } from '../investigation-commands.ts';
import type { Draft } from '../statement.ts';

const { maxChanges, maxBlame, halfLifeMs } = ANALYZER_CONFIG.changes;

/**
 * Says what was changed before the first trouble: a hypothesis, because most changes are innocent. A change speaks against what it changed
 * only when that is in trouble itself, and the more the shorter before. Refused changes changed nothing.
 */
export const changesRule = (investigation: Investigation, stated: readonly Draft[]): readonly Draft[] => {
  const changes = investigation.source('changes');
  if (changes === undefined) return [];
  const troubled = new Set(stated.filter(({ blame }) => blame > 0).map(({ entity }) => entity));
  const onsets = stated.flatMap(({ role, onsetMs }) =>
    onsetMs !== null && (role === 'failure' || role === 'anomaly') ? [onsetMs] : [],
  );
  const firstMs = onsets.length === 0 ? investigation.window.endMs : Math.min(...onsets);
  return changes.evidence.data.changes
    .flatMap((change, index) => (change.error === null && change.at_ms <= firstMs ? [{ change, index }] : []))
    .map(({ change, index }) => draftOf(changes, { change, index, firstMs }, troubled))
    .toSorted((a, b) => b.blame - a.blame || (b.onsetMs ?? 0) - (a.onsetMs ?? 0))
    .slice(0, maxChanges);
};

const draftOf = (
  changes: Source<'changes'>,
  { change, index, firstMs }: { readonly change: ChangeV1; readonly index: number; readonly firstMs: number },
  troubled: ReadonlySet<string>,
): Draft => {
  const entity = nameOfArn(change.resource);
  const recency = 2 ** (-(firstMs - change.at_ms) / halfLifeMs);
  const blame = troubled.has(entity) ? maxBlame * recency : 0;
  const minutes = Math.round((firstMs - change.at_ms) / 60_000);
  return {
    rule: 'change-before-onset',
    entity,
    fact: canonicalJson([change.source, change.action, change.resource, change.at_ms]),
    role: 'change',
    claim: `${quoted(change.action, 60)} on ${quoted(entity, 80)} by ${quoted(change.actor ?? 'unknown', 60)} at ${clockTime(change.at_ms)}, ${minutes} min before the first trouble${change.detail === null ? '' : `: ${quoted(change.detail, 80)}`}`,
    onsetMs: change.at_ms,
    confidence: Math.max(0.1, blame),
    blame,
    verdict: 'inconclusive',
    supporting: [{ source: changes, pointer: `/data/changes/${index}` }],
    action: command(
      `Read what ${quoted(change.action, 60)} changed`,
      `aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=${shellWord(entity)} --start-time ${new Date(change.at_ms - 60_000).toISOString()} --end-time ${new Date(change.at_ms + 60_000).toISOString()}`,
      'if undoing it ends the trouble, the hypothesis is decided',
    ),
    isHypothesis: true,
  };
};
