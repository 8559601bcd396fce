import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { petshopCases } from './adapter-petshop.ts';
import { scenarioCases } from './adapter-scenarios.ts';
import { sockshopCases } from './adapter-sockshop.ts';
import { trainticketCases } from './adapter-trainticket.ts';
import type { CaseSource } from './case-source.ts';

const ADAPTERS = {
  petshop: petshopCases,
  trainticket: trainticketCases,
  sockshop: sockshopCases,
  scenarios: scenarioCases,
} as const;

const Dataset = z.object({ kind: z.enum(['petshop', 'trainticket', 'sockshop', 'scenarios', 'loghub2k']) });
const Labels = z.record(z.string(), z.object({ entity: z.string().nullable(), group: z.string().default('all') }));
export type Labels = z.infer<typeof Labels>;

/** A folder with dataset.json, opened by the adapter its kind names. Labels are read when the scorer asks for them. */
export const openDataset = (dir: string) => {
  const { kind } = Dataset.parse(JSON.parse(readFileSync(join(dir, 'dataset.json'), 'utf8')));
  const cases: readonly CaseSource[] = kind === 'loghub2k' ? [] : ADAPTERS[kind](dir);
  const readLabels = (path = join(dir, 'labels.json')): Labels =>
    existsSync(path) ? Labels.parse(JSON.parse(readFileSync(path, 'utf8'))) : {};
  return { kind, cases, readLabels };
};
