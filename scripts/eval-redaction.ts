// Measures the redaction: npm run eval:redaction -- [--data DIR] [--json] [--misses N] [--cases N] [--no-timing]
// Exits 1 when a goal is missed; goals of time are printed only, they depend on the machine.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createRedactor } from '../packages/evidence/src/redaction/index.ts';
import { readCorpora } from './eval-redaction/corpus.ts';
import { type Figure, figureLine, meetsGoal } from './eval-redaction/figures.ts';
import { countLabelled } from './eval-redaction/labelled.ts';
import { devFigures, propertyFigures, thirdPartyFigures } from './eval-redaction/measures.ts';
import { readRedactionPolicy } from './eval-redaction/read-policy.ts';
import { doublingFigures, speedFigures } from './eval-redaction/timing.ts';

const USAGE = 'usage: npm run eval:redaction -- [--data DIR] [--json] [--misses N] [--cases N] [--no-timing]';

const readArguments = () => {
  try {
    return parseArgs({
      options: {
        data: { type: 'string', default: fileURLToPath(new URL('../../shared/data/redaction', import.meta.url)) },
        json: { type: 'boolean', default: false },
        misses: { type: 'string', default: '0' },
        cases: { type: 'string', default: '10000' },
        'no-timing': { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`eval-redaction: ${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    process.exit(2);
  }
};

const wholeNumber = (option: string, value: string): number => {
  if (/^\d{1,7}$/.test(value)) return Number(value);
  process.stderr.write(`eval-redaction: --${option} takes a whole number, not "${value}"\n${USAGE}\n`);
  process.exit(2);
};

const options = readArguments();
const shownMisses = wholeNumber('misses', options.misses);
const cases = wholeNumber('cases', options.cases);
const corpora = readCorpora(options.data);
if (corpora === undefined) {
  process.stderr.write(
    `\nNOT MEASURED: there is no redaction corpus in ${options.data}. Give its folder with --data DIR.\n\n`,
  );
  process.exit(0);
}

const redactor = createRedactor(readRedactionPolicy(), {
  hmacKey: new TextEncoder().encode('a key for measuring only'),
});
const { detect } = redactor;
const counts = countLabelled(corpora.dev, detect);
const failures: string[] = [];
const sections: readonly (readonly [string, readonly Figure[]])[] = [
  ['developer corpus', devFigures(counts)],
  ['third-party sets', thirdPartyFigures(corpora, detect)],
  ['properties', propertyFigures(redactor, cases, (failure) => failures.push(failure))],
  [
    'time (printed, not asserted)',
    options['no-timing'] ? [] : [...speedFigures(corpora.dev, detect), ...doublingFigures(corpora.slow, detect)],
  ],
];
const missed = sections
  .flatMap(([, figures]) => figures)
  .filter((figure) => figure.isTiming !== true && !meetsGoal(figure));

if (options.json) {
  const figures = Object.fromEntries(sections);
  process.stdout.write(
    `${JSON.stringify({ figures, missed: missed.map(({ name }) => name), misses: counts.misses, noise: counts.noise }, null, 2)}\n`,
  );
} else {
  for (const [title, figures] of sections) {
    process.stdout.write(`\n${title}\n`);
    for (const figure of figures) process.stdout.write(`  ${figureLine(figure)}\n`);
  }
  for (const miss of counts.misses.slice(0, shownMisses)) process.stdout.write(`MISS  ${miss}\n`);
  for (const noise of counts.noise.slice(0, shownMisses)) process.stdout.write(`NOISE ${noise}\n`);
  for (const failure of failures.slice(0, shownMisses)) process.stdout.write(`FAIL  ${failure}\n`);
  process.stdout.write(
    missed.length === 0 ? '\nevery goal is met\n' : `\nmissed: ${missed.map(({ name }) => name).join(', ')}\n`,
  );
}
process.exitCode = missed.length === 0 ? 0 : 1;
