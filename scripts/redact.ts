// Tries the redaction on a log file or on stdin, with the policy in config/redaction.json:
//   npm run redact -- app.log            the redacted text, counts by type on stderr
//   npm run redact -- app.log --json     one JSON document: { redacted, counts }
//   npm run redact -- --detect-jsonl rows.jsonl --out found.jsonl
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createRedactor, type Redactor } from '../packages/evidence/src/redaction/index.ts';
import { readRedactionPolicy } from './eval-redaction/read-policy.ts';

const USAGE = 'usage: npm run redact -- [FILE] [--json] [--detect-jsonl FILE --out FILE]';
const COLOUR = { on: '\u001b[33m', off: '\u001b[0m' };

const fail = (message: string): never => {
  process.stderr.write(`redact: ${message}\n${USAGE}\n`);
  process.exit(2);
};

const readArguments = () => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        'detect-jsonl': { type: 'string' },
        out: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
};

const readInput = (file: string): string => {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    return fail(
      `cannot read ${file === '-' ? 'stdin' : file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
};

const rowOf = (line: string, number: number): { id: string; text: string } => {
  try {
    const row: unknown = JSON.parse(line);
    if (
      typeof row === 'object' &&
      row !== null &&
      'id' in row &&
      'text' in row &&
      typeof row.id === 'string' &&
      typeof row.text === 'string'
    )
      return { id: row.id, text: row.text };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return fail(`line ${number} is no JSON object with an id and a text`);
};

const detectRows = (redactor: Redactor, from: string, to: string): void => {
  const lines = readInput(from).split('\n');
  const found = lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const { id, text } = rowOf(line, index + 1);
    return [JSON.stringify({ id, spans: redactor.detect(text), redacted: redactor.text(text).value })];
  });
  writeFileSync(to, found.map((line) => `${line}\n`).join(''));
  process.stderr.write(`${found.length} rows written to ${to}\n`);
};

const printCounts = (counts: Readonly<Record<string, number>>): void => {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  process.stderr.write(`\n${total} ${total === 1 ? 'value' : 'values'} redacted\n`);
  for (const [type, count] of Object.entries(counts)) process.stderr.write(`${String(count).padStart(6)}  ${type}\n`);
};

const redactFile = (redactor: Redactor, file: string, isJson: boolean): void => {
  const { value, counts } = redactor.text(readInput(file));
  if (isJson) {
    process.stdout.write(`${JSON.stringify({ redacted: value, counts }, null, 2)}\n`);
    return;
  }
  const shown = process.stdout.isTTY
    ? value.replace(/\[redacted:[a-z0-9_:]+\]/g, `${COLOUR.on}$&${COLOUR.off}`)
    : value;
  process.stdout.write(shown);
  printCounts(counts);
};

const { values, positionals } = readArguments();
if (values.help === true) {
  process.stdout.write(`${USAGE}\nWithout FILE the text is read from stdin.\n`);
  process.exit(0);
}
if (positionals.length > 1) fail(`one file at a time, not ${positionals.length}`);
const detectFrom = values['detect-jsonl'];
if ((detectFrom === undefined) !== (values.out === undefined)) fail('--detect-jsonl and --out go together');
const redactor = createRedactor(readRedactionPolicy());
if (detectFrom !== undefined && values.out !== undefined) detectRows(redactor, detectFrom, values.out);
else redactFile(redactor, positionals[0] ?? '-', values.json === true);
