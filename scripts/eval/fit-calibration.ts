import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { calibrationFeatures, rawSuspicions } from '@opsrunbook/analyzer';
import { type Example, fitLogistic } from './fit-logistic.ts';
import { openDataset } from './open-dataset.ts';
import { sealCase } from './seal-case.ts';
import { VARIANTS } from './variants.ts';

const { values: options } = parseArgs({
  options: { dataset: { type: 'string', multiple: true, default: [] }, out: { type: 'string' } },
});

/** Variants that make a case harder; the renamed one would only repeat the plain one. */
const CONDITIONS = [undefined, ...VARIANTS.filter(({ rename }) => rename === undefined)];

/** One example per case and condition; a data set weighs the same however many it holds. */
const examplesOf = (dir: string): readonly (Example & { readonly isPlain: boolean })[] => {
  const { cases, readLabels } = openDataset(dir);
  const labels = readLabels();
  const examples = cases.flatMap((source) => {
    const label = labels[source.name];
    if (label === undefined) return [];
    const recorded = source.read();
    return CONDITIONS.flatMap((variant) => {
      const told = variant === undefined ? recorded : variant.apply(recorded, source.name);
      if (variant !== undefined && JSON.stringify(told) === JSON.stringify(recorded)) return [];
      const [first, second] = rawSuspicions(sealCase(source, told));
      const features = calibrationFeatures(first?.blame ?? 0, second?.blame ?? 0);
      const isRight = label.entity !== null && first?.entity === label.entity;
      return [{ features, isRight, isPlain: variant === undefined, weight: variant === undefined ? 2 : 1 }];
    });
  });
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  return examples.map((example) => ({ ...example, weight: (100 * example.weight) / total }));
};

const examples = options.dataset.flatMap(examplesOf);
const [intercept, blame, margin] = fitLogistic(examples);
const rounded = (value: number | undefined): number => Math.round((value ?? 0) * 1e4) / 1e4;
/** Right answers on the cases as they were recorded. */
const right = examples.filter(({ isRight, isPlain }) => isRight && isPlain).length;
const fit = {
  command: `node scripts/eval/fit-calibration.ts ${options.dataset.map((dir) => `--dataset ${dir}`).join(' ')} --out packages/analyzer/src/calibration.json`,
  examples: examples.length,
  intercept: rounded(intercept),
  blame: rounded(blame),
  margin: rounded(margin),
  ceiling: rounded((right + 1) / (right + 2)),
};
if (options.out === undefined) console.log(JSON.stringify(fit, null, 2));
else writeFileSync(options.out, `${JSON.stringify(fit, null, 2)}\n`);
