import { type Score, type ScoredCase, scoreOf } from './score-incidents.ts';

const share = (value: number): string => (Number.isNaN(value) ? '  -  ' : value.toFixed(3));

const line = (label: string, score: Score): string => {
  const { recall1, recall3, recall5 } = score;
  const interval = `[${recall1.interval.map(share).join(' ')}]`;
  return [
    label.padEnd(34),
    String(score.incidents).padStart(4),
    String(score.healthy).padStart(4),
    `${share(recall1.share)} ${interval}`.padEnd(22),
    share(recall3.share),
    share(recall5.share),
    share(score.mrr),
    share(score.brier),
    share(score.eceWidth),
    share(score.eceMass),
    ...score.at.map(({ precision, coverage }) => `${share(precision)}/${share(coverage)}`),
    share(score.healthyBlamed),
    `${score.runtimeMedianMs.toFixed(0)}/${score.runtimeP95Ms.toFixed(0)}`,
  ].join('  ');
};

/** The heading of the figures `scoreLines` prints. */
export const SCORE_HEADING = `${'group'.padEnd(34)}  inc. heal  recall@1 [95 % Wilson]  @3     @5     MRR    Brier  ECE10w ECE5m  prec/cov@.5  @.8          @.9          blamed ms med/p95`;

/** One line per group and one for all. */
export const scoreLines = (label: string, cases: readonly ScoredCase[], isDetailed = true): readonly string[] => {
  const groups = [...Map.groupBy(cases, ({ group }) => group).entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const own =
    groups.length < 2 || !isDetailed ? [] : groups.map(([group, members]) => line(`  ${group}`, scoreOf(members)));
  return [...own, line(label, scoreOf(cases))];
};
