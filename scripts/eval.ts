import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { CaseSource } from './eval/case-source.ts';
import { evaluateTemplates } from './eval/evaluate-templates.ts';
import { openDataset } from './eval/open-dataset.ts';
import { SCORE_HEADING, scoreLines } from './eval/report.ts';
import { type CaseRun, runCase } from './eval/run-case.ts';
import { type ScoredCase, scoreOf } from './eval/score-incidents.ts';
import { sealCase } from './eval/seal-case.ts';
import { VARIANTS, type Variant } from './eval/variants.ts';

const { values: options } = parseArgs({
  options: {
    dataset: { type: 'string' },
    labels: { type: 'string' },
    predictions: { type: 'string' },
    packets: { type: 'string' },
    variant: { type: 'string' },
    misses: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const dir = options.dataset;
if (dir === undefined) throw new TypeError('expected --dataset DIR, a folder with dataset.json');
const dataset = openDataset(dir);

const runAll = (cases: readonly CaseSource[], variant: Variant | undefined): readonly CaseRun[] =>
  cases.map((source) => {
    const recorded = source.read();
    const told = variant === undefined ? recorded : variant.apply(recorded, source.name);
    return runCase(source.name, sealCase(source, told));
  });

const scored = (runs: readonly CaseRun[], variant: Variant | undefined): readonly ScoredCase[] => {
  // Read after every packet is made: nothing but the scorer sees them.
  const labels = options.labels === 'none' ? {} : dataset.readLabels(options.labels);
  return runs.flatMap(({ prediction }) => {
    const label = labels[prediction.case];
    if (label === undefined) return [];
    const entity = label.entity === null ? null : (variant?.rename?.(label.entity) ?? label.entity);
    return [{ ...prediction, name: prediction.case, group: label.group, entity }];
  });
};

const writeOutputs = (runs: readonly CaseRun[]): void => {
  if (options.predictions !== undefined) {
    writeFileSync(options.predictions, runs.map(({ prediction }) => `${JSON.stringify(prediction)}\n`).join(''));
  }
  if (options.packets === undefined) return;
  mkdirSync(options.packets, { recursive: true });
  for (const { prediction, packet } of runs) {
    const file = `${prediction.case.replaceAll('/', '__')}.json`;
    writeFileSync(join(options.packets, file), `${JSON.stringify(packet, null, 2)}\n`);
  }
};

const missLines = (cases: readonly ScoredCase[]): readonly string[] =>
  cases.flatMap(({ name, entity, ranked }) => {
    const isMiss = entity === null ? (ranked[0]?.confidence ?? 0) >= 0.5 : ranked[0]?.entity !== entity;
    const said = ranked.slice(0, 3).map((one) => `${one.entity} ${one.confidence}`);
    return isMiss ? [`    ${name}: expected ${entity}, said ${said.join(', ')}`] : [];
  });

const wantedVariants = (): readonly (Variant | undefined)[] => {
  const plain = options.variant === undefined || options.variant === 'all' ? [undefined] : [];
  return [...plain, ...VARIANTS.filter(({ name }) => options.variant === 'all' || options.variant === name)];
};

const printScores = (label: string, results: readonly ScoredCase[], isDetailed: boolean): void => {
  if (options.json) console.log(JSON.stringify({ dataset: label, cases: results.length, score: scoreOf(results) }));
  else console.log(scoreLines(label, results, isDetailed).join('\n'));
  if (options.misses) console.log(missLines(results).join('\n'));
};

const evaluateIncidents = (cases: readonly CaseSource[]): readonly string[] => {
  if (!options.json) console.log(SCORE_HEADING);
  return wantedVariants().flatMap((variant) => {
    const runs = runAll(cases, variant);
    if (variant === undefined) writeOutputs(runs);
    const results = scored(runs, variant);
    const label = `${basename(dir)}${variant === undefined ? '' : ` ${variant.name}`}`;
    if (results.length > 0) printScores(label, results, variant === undefined);
    else console.log(`${label}: ${runs.length} cases, not scored`);
    return runs.flatMap((run) => run.problems);
  });
};

const problems =
  dataset.kind === 'loghub2k'
    ? evaluateTemplates(dir, { ...options, isScored: options.labels !== 'none' })
    : evaluateIncidents(dataset.cases);
for (const problem of problems) console.error(`FAILED ${problem}`);
if (problems.length > 0) process.exitCode = 1;
