import { writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { mineTemplates } from '@opsrunbook/analyzer';
import { loghubSources } from './adapter-loghub2k.ts';
import { csvRecords } from './csv.ts';
import { groupF1, groupingAccuracy } from './score-templates.ts';

interface Options {
  readonly predictions?: string | undefined;
  readonly json: boolean;
  readonly misses: boolean;
  readonly isScored: boolean;
}

/** Mines every source with the one configuration and prints grouping accuracy and F1; problems are unequal repetitions. */
export const evaluateTemplates = (dir: string, options: Options): readonly string[] => {
  const lines: string[] = [];
  const problems: string[] = [];
  const all: { accuracy: number; f1: number }[] = [];
  for (const source of loghubSources(dir)) {
    const { lineIds, messages } = source.read();
    const startedMs = performance.now();
    const groups = groupsOf(messages);
    const runtimeMs = performance.now() - startedMs;
    if (!areSamePartition(groups, groupsOf(messages.toReversed()).toReversed())) {
      problems.push(`${source.name}: other groups for the same lines in another order`);
    }
    groups.forEach((group, index) => {
      lines.push(JSON.stringify({ dataset: source.name, lineId: lineIds[index], group }));
    });
    if (!options.isScored) continue;
    const truth = csvRecords(source.path).map((record) => record.EventId ?? '');
    const score = { accuracy: groupingAccuracy(truth, groups), f1: groupF1(truth, groups) };
    all.push(score);
    print(options, source.name, { ...score, found: new Set(groups).size, real: new Set(truth).size, runtimeMs });
    if (options.misses) printMisses(messages, truth, groups);
  }
  if (all.length > 0) print(options, 'macro mean', { accuracy: meanOf(all, 'accuracy'), f1: meanOf(all, 'f1') });
  if (options.predictions !== undefined) writeFileSync(options.predictions, `${lines.join('\n')}\n`);
  return problems;
};

const groupsOf = (messages: readonly string[]): readonly string[] => {
  const groups: string[] = messages.map(() => '');
  for (const { text, members } of mineTemplates(messages)) for (const member of members) groups[member] = text;
  return groups;
};

const areSamePartition = (a: readonly string[], b: readonly string[]): boolean =>
  a.every((group, index) => group === b[index]);

const meanOf = (scores: readonly { accuracy: number; f1: number }[], key: 'accuracy' | 'f1'): number =>
  scores.reduce((total, score) => total + score[key], 0) / scores.length;

const print = (options: Options, name: string, figures: Readonly<Record<string, number>>): void => {
  if (options.json) console.log(JSON.stringify({ dataset: name, ...figures }));
  else {
    const told = Object.entries(figures).map(
      ([key, value]) => `${key} ${Number.isInteger(value) ? value : value.toFixed(3)}`,
    );
    console.log(`${name.padEnd(24)} ${told.join('  ')}`);
  }
};

/** True groups that are not found as they are, largest first, with a line of each group they were put in. */
const printMisses = (messages: readonly string[], truth: readonly string[], groups: readonly string[]): void => {
  const byTruth = Map.groupBy(truth.keys(), (index) => truth[index] ?? '');
  const sizes = Map.groupBy(groups.keys(), (index) => groups[index] ?? '');
  for (const [event, indexes] of [...byTruth.entries()].toSorted(([, a], [, b]) => b.length - a.length)) {
    const found = [...new Set(indexes.map((index) => groups[index] ?? ''))];
    if (found.length === 1 && sizes.get(found[0] ?? '')?.length === indexes.length) continue;
    console.log(
      `    ${event} ${indexes.length} lines in ${found.length} groups: ${messages[indexes[0] ?? 0]?.slice(0, 110)}`,
    );
    for (const group of found.slice(0, 3)) console.log(`        ${sizes.get(group)?.length} ${group.slice(0, 110)}`);
  }
};
