import type { Label, LabelledRow } from './corpus.ts';
import type { Detect } from './figures.ts';

const PERSONAL = new Set(['email', 'ip', 'card_number', 'iban', 'phone', 'us_ssn']);
const NAMED = new Set([
  'password',
  'api_key',
  'client_secret',
  'token',
  'secret',
  'command_line',
  'sql_secret',
  'k8s_secret',
  'cookie',
  'oauth',
]);

/** Which promise a label falls under. */
export type Tier = 'self-evident' | 'named' | 'personal' | 'private key' | 'hard';

const tierOf = (row: LabelledRow, label: Label): Tier => {
  if (row.id.includes('-hard-')) return 'hard';
  if (PERSONAL.has(label.type)) return 'personal';
  if (NAMED.has(label.type)) return 'named';
  return label.type === 'private_key' ? 'private key' : 'self-evident';
};

/** What was counted over labelled rows; `found` and `wanted` are spans, `over` and `free` characters. */
export interface LabelledCounts {
  readonly byTier: Map<Tier, { found: number; wanted: number }>;
  readonly byType: Map<string, { found: number; wanted: number }>;
  predicted: number;
  right: number;
  intact: number;
  lookAlikes: number;
  over: number;
  free: number;
  readonly misses: string[];
  readonly noise: string[];
}

/** Counts hits and noise with the rules of score.mjs, which the corpus comes with. */
export const countLabelled = (rows: readonly LabelledRow[], detect: Detect): LabelledCounts => {
  const counts: LabelledCounts = {
    byTier: new Map(),
    byType: new Map(),
    predicted: 0,
    right: 0,
    intact: 0,
    lookAlikes: 0,
    over: 0,
    free: 0,
    misses: [],
    noise: [],
  };
  for (const row of rows) countRow(row, detect, counts);
  return counts;
};

const countRow = (row: LabelledRow, detect: Detect, counts: LabelledCounts): void => {
  const covered = new Uint8Array(row.text.length);
  const labelled = new Uint8Array(row.text.length);
  for (const label of row.spans) labelled.fill(1, label.start, label.end);
  for (const span of detect(row.text)) {
    covered.fill(1, span.start, span.end);
    counts.predicted++;
    if (row.spans.some((label) => label.start < span.end && span.start < label.end)) counts.right++;
    else
      counts.noise.push(
        `${row.id} ${span.type} ${JSON.stringify(row.text.slice(Math.max(0, span.start - 30), span.end))}`,
      );
  }
  let over = 0;
  for (let index = 0; index < covered.length; index++)
    if (labelled[index] === 0) {
      counts.free++;
      over += covered[index] ?? 0;
    }
  counts.over += over;
  const required = row.spans.filter((label) => label.optional !== true);
  if (required.length === 0) {
    counts.lookAlikes++;
    if (over === 0) counts.intact++;
  }
  for (const label of required) countLabel(row, label, { covered, counts });
};

const countLabel = (
  row: LabelledRow,
  label: Label,
  { covered, counts }: { covered: Uint8Array; counts: LabelledCounts },
): void => {
  const tier = tierOf(row, label);
  const isFound = isCovered(covered, label, tier);
  if (!isFound)
    counts.misses.push(
      `${row.id} ${label.type} ${JSON.stringify(row.text.slice(Math.max(0, label.start - 40), label.end).slice(0, 120))}`,
    );
  for (const tally of [tallyOf(counts.byTier, tier), tallyOf(counts.byType, label.type)]) {
    tally.wanted++;
    if (isFound) tally.found++;
  }
};

const tallyOf = <K>(tallies: Map<K, { found: number; wanted: number }>, key: K): { found: number; wanted: number } => {
  const tally = tallies.get(key) ?? { found: 0, wanted: 0 };
  tallies.set(key, tally);
  return tally;
};

/** Every character is covered; of secrets a public prefix of at most 12 characters and 40 % may stay. */
const isCovered = (covered: Uint8Array, { start, end }: Label, tier: Tier): boolean => {
  let lead = 0;
  while (start + lead < end && covered[start + lead] === 0) lead++;
  for (let index = start + lead; index < end; index++) if (covered[index] === 0) return false;
  return lead === 0 || (tier !== 'personal' && lead <= 12 && lead <= 0.4 * (end - start));
};
