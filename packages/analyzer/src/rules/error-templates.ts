import type { LogRowV1 } from '@opsrunbook/contracts';
import { canonicalJson } from '@opsrunbook/core';
import { ANALYZER_CONFIG } from '../analyzer-config.ts';
import { clockTime, quoted } from '../claim-text.ts';
import { entityOfLogGroup } from '../entity-name.ts';
import type { Investigation, Source } from '../evidence-bundle.ts';
import { logQuery, query, searchableWords } from '../investigation-commands.ts';
import type { Citation, Draft } from '../statement.ts';
import { mineTemplates } from '../templates/mine-templates.ts';
import { tellsTrouble } from '../traces/trouble-words.ts';

const { minRise, minLines, maxTemplates } = ANALYZER_CONFIG.logs;

/** Says which error messages are new in the window, or came far more often than the baseline's rate. */
export const errorTemplates = (investigation: Investigation): readonly Draft[] => {
  const logs = investigation.source('cloudwatch-logs');
  if (logs === undefined) return [];
  const { rows } = logs.evidence.data;
  const indexes = [...rows.keys()].filter(
    (index) => rows[index]?.period !== 'context' && tellsTrouble(rows[index]?.message ?? ''),
  );
  const groups = Map.groupBy(indexes, (index) => rows[index]?.group ?? '');
  return [...groups.entries()]
    .flatMap(([group, members]) => risenTemplates(rows, group, members))
    .sort((a, b) => b.size - a.size || (a.text < b.text ? -1 : 1))
    .slice(0, maxTemplates)
    .map((risen) => draftOf(logs, risen, investigation));
};

interface RisenTemplate {
  readonly group: string;
  readonly text: string;
  /** Row indexes in the window, by time, and in the baseline. */
  readonly during: readonly number[];
  readonly before: readonly number[];
  /** Lines beyond the baseline's rate, in Poisson deviations. */
  readonly size: number;
}

const risenTemplates = (
  rows: readonly LogRowV1[],
  group: string,
  indexes: readonly number[],
): readonly RisenTemplate[] => {
  const share = minutesSeen(rows, 'window') / Math.max(1, minutesSeen(rows, 'baseline'));
  return mineTemplates(indexes.map((index) => rows[index]?.message ?? '')).flatMap(({ text, members }) => {
    const found = members.map((member) => indexes[member] ?? 0);
    const during = found.filter((index) => rows[index]?.period === 'window');
    const before = found.filter((index) => rows[index]?.period === 'baseline');
    const expected = before.length * share;
    const size = (during.length - expected) / Math.sqrt(expected + 1);
    const isNew = before.length === 0 && during.length > 0;
    const isRisen = size >= minRise && during.length >= minLines;
    return isNew || isRisen ? [{ group, text, during, before, size }] : [];
  });
};

/** The first line without the times and ids that loggers put before what they say. */
const spoken = (message: string): string => {
  const line = message.split('\n', 1)[0] ?? message;
  return line.replace(/^(?:\[?[\d:.,TZ/-]{8,}\]?\s+|[0-9a-f-]{36}\s+)+/i, '') || line;
};

/** Minutes with any line: what was not read must not count as quiet. */
const minutesSeen = (rows: readonly LogRowV1[], period: LogRowV1['period']): number =>
  new Set(rows.filter((row) => row.period === period).map(({ at_ms }) => Math.floor(at_ms / 60_000))).size;

const draftOf = (
  logs: Source<'cloudwatch-logs'>,
  { group, text, during, before, size }: RisenTemplate,
  { window }: Investigation,
): Draft => {
  const entity = entityOfLogGroup(group);
  const { rows } = logs.evidence.data;
  const first = during[0] ?? 0;
  const onsetMs = rows[first]?.at_ms ?? window.startMs;
  const confidence = Math.min(0.95, (before.length === 0 ? 0.6 : 0.5) + 0.35 * (1 - Math.exp(-size / 4)));
  const citation = (index: number): Citation => ({
    source: logs,
    pointer: '/data/rows',
    range: { from: index, to: index + 1 },
  });
  const often = before.length === 0 ? 'not seen in the baseline' : `${before.length} in the baseline`;
  return {
    rule: 'error-template',
    entity,
    fact: canonicalJson([group, text]),
    role: 'failure',
    claim: `${during.length} × ${quoted(spoken(rows[first]?.message ?? text))} in ${entity} from ${clockTime(onsetMs)}, ${often}`,
    onsetMs,
    confidence,
    blame: 0.6 * confidence,
    verdict: confidence >= ANALYZER_CONFIG.confidence.supported ? 'supported' : 'likely',
    supporting: [citation(first), ...during.slice(1, 3).map(citation)],
    action: query(
      `Read these errors of ${entity} with what surrounds them`,
      logQuery(group, searchableWords(text), window),
      'shows the requests that failed and what they have in common',
    ),
  };
};
