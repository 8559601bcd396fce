import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const Label = z.object({ start: z.int(), end: z.int(), type: z.string(), optional: z.boolean().optional() });
const LabelledRow = z.object({ id: z.string(), text: z.string(), spans: z.array(Label) });
const LeaksRow = z.object({ id: z.string(), text: z.string(), expect: z.enum(['finding', 'nothing']) });
const RiskRow = z.object({ id: z.string(), text: z.string(), riskLines: z.number() });
const SlowPattern = z.object({ name: z.string(), prefix: z.string(), unit: z.string() });

export type Label = z.infer<typeof Label>;
export type LabelledRow = z.infer<typeof LabelledRow>;
export type LeaksRow = z.infer<typeof LeaksRow>;
export type RiskRow = z.infer<typeof RiskRow>;
export type SlowPattern = z.infer<typeof SlowPattern>;

/** The corpora that the redaction is measured with; they are no part of the product. */
export interface Corpora {
  readonly dev: readonly LabelledRow[];
  readonly slow: readonly SlowPattern[];
  readonly secretlint: readonly LabelledRow[];
  readonly gitleaks: readonly LeaksRow[];
  readonly leakyRepo: readonly RiskRow[];
  readonly presidio: readonly LabelledRow[];
}

/** The corpora below a folder, or nothing when it is not there. */
export const readCorpora = (folder: string): Corpora | undefined => {
  if (!existsSync(join(folder, 'dev.jsonl'))) return undefined;
  const rows = <T>(schema: z.ZodType<T>, file: string): T[] =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => schema.parse(JSON.parse(line)));
  return {
    dev: rows(LabelledRow, 'dev.jsonl'),
    slow: z.array(SlowPattern).parse(JSON.parse(readFileSync(join(folder, 'slow.json'), 'utf8'))),
    secretlint: rows(LabelledRow, 'third-party/secretlint-fixtures.jsonl'),
    gitleaks: rows(LeaksRow, 'third-party/gitleaks-literals.jsonl'),
    leakyRepo: rows(RiskRow, 'third-party/leaky-repo.jsonl'),
    presidio: rows(LabelledRow, 'third-party/presidio-synthetic.jsonl'),
  };
};
