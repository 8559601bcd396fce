import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';

const SOURCE = import.meta.dirname;
const DATA = join(SOURCE, '../../../../shared/data/rca');
/** Shorter names are words of the language. */
const MIN_LENGTH = 6;

const sourceText = (): string =>
  readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(SOURCE, file), 'utf8').toLowerCase())
    .join('\n');

const textOf = (path: string): string => {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
};

const filesNamed = (folder: string, pattern: RegExp): readonly string[] =>
  readdirSync(join(DATA, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => pattern.test(file))
    .map((file) => join(DATA, folder, file));

/** Node names without X-Ray's own types, pod and service names, and the constant words of templates in runs of three. */
const namesOfDataSets = (): ReadonlySet<string> => {
  const nodes = filesNamed('petshop', /graph\.csv$/).flatMap(
    (path) => textOf(path).split('\n', 1)[0]?.split(',') ?? [],
  );
  const pods = filesNamed('trainticket', /_metric\.csv/).map((path) => path.split('/').at(-1) ?? '');
  const services = pods.map((pod) => pod.replace(/-[0-9a-z]+-[0-9a-z]+_metric\.csv.*$/, ''));
  const templates = filesNamed('loghub2k', /_structured\.csv/).flatMap((path) =>
    textOf(path)
      .split('\n')
      .map((line) => line.split(',').at(-1) ?? '')
      .flatMap((template) => template.match(/[A-Za-z]{4,} [A-Za-z]{3,} [A-Za-z]{4,}/g) ?? []),
  );
  // A node like X_AWS::X is an AWS service under its own name, which commands have to spell.
  const own = nodes.filter((node) => !/^(\w+)_AWS::\1$/.test(node.trim()));
  const names = [...own.map((node) => node.replace(/_[^_]*$/, '')), ...services, ...templates];
  return new Set(names.map((name) => name.trim().toLowerCase()).filter((name) => name.length >= MIN_LENGTH));
};

const hasData = existsSync(DATA);
if (!hasData)
  process.stderr.write(`SKIPPED: no data sets under ${DATA}; the analyzer's source is not checked for their names\n`);

(hasData ? describe : describe.skip)('the analyzer’s source', () => {
  it('carries no entity or template name of the data sets it is measured on', () => {
    const text = sourceText();
    const names = [...namesOfDataSets()];
    expect(names.length).toBeGreaterThan(100);
    expect(names.filter((name) => text.includes(name))).toEqual([]);
  });
});
