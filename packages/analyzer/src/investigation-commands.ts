import type { NextActionV1 } from '@opsrunbook/contracts';
import type { WindowMs } from '@opsrunbook/evidence';

/** One shell word: names come from evidence, so everything but a safe alphabet is single-quoted. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", `'\\''`)}'`;

const iso = (atMs: number): string => new Date(atMs).toISOString();

/** A Logs Insights query for lines that carry these words, runnable in the console over the named group and times. */
export const logQuery = (group: string, words: string, { startMs, endMs }: WindowMs): string => {
  const filter = words === '' ? '' : ` | filter @message like "${words}"`;
  return [
    `fields @timestamp, @logStream, @message${filter} | sort @timestamp asc | limit 100`,
    `# log group ${group}, ${iso(startMs)} to ${iso(endMs)}`,
  ].join('\n');
};

/** The longest run of a template's constant words in an alphabet that needs no escaping in a query or a shell. */
export const searchableWords = (template: string): string => {
  const runs = template.split(/<[^>]*>|[^\w .:/-]+/).map((run) => run.trim());
  return runs.reduce((best, run) => (run.length > best.length ? run : best), '').slice(0, 80);
};

export interface MetricIdentity {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
  readonly period_seconds: number;
}

/** The AWS CLI command that prints one metric over a span of time. */
export const metricCommand = (series: MetricIdentity, { startMs, endMs }: WindowMs): string => {
  const dimensions = Object.keys(series.dimensions)
    .sort()
    .map((name) => shellWord(`Name=${name},Value=${series.dimensions[name]}`));
  return [
    'aws cloudwatch get-metric-statistics',
    `--namespace ${shellWord(series.namespace)} --metric-name ${shellWord(series.metric)}`,
    ...(dimensions.length === 0 ? [] : [`--dimensions ${dimensions.join(' ')}`]),
    `${/^p\d/.test(series.statistic) ? '--extended-statistics' : '--statistics'} ${shellWord(series.statistic)}`,
    `--period ${series.period_seconds} --start-time ${iso(startMs)} --end-time ${iso(endMs)}`,
  ].join(' ');
};

/** The AWS CLI command that prints the newest events of an execution, the failure first. */
export const executionCommand = (executionArn: string): string =>
  `aws stepfunctions get-execution-history --execution-arn ${shellWord(executionArn)} --reverse-order --max-items 20`;

export const query = (title: string, body: string, why: string): NextActionV1 => ({ kind: 'query', title, body, why });
export const command = (title: string, body: string, why: string): NextActionV1 => ({
  kind: 'command',
  title,
  body,
  why,
});
