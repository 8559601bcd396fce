import { text } from 'node:stream/consumers';
import { createFileEvidenceStore } from '@opsrunbook/local';
import * as z from 'zod';
import { maximumPorts } from './maximum/maximum-run.ts';
import { recordedMaximum } from './maximum/recorded-maximum.ts';
import { runStage, STAGES } from './stages.ts';

/** What a child process is told on standard input: a stage and what the stages before it left; no stage measures the frame alone. */
export const StageOrder = z.object({
  stage: z.enum(STAGES).nullable(),
  folder: z.string(),
  start: z.object({ incident_id: z.string(), run_id: z.string(), request_sha256: z.string() }),
  answers: z.record(z.string(), z.unknown()),
});
export type StageOrder = z.infer<typeof StageOrder>;

/** What it says on standard output. */
export const StageReport = z.object({ answer: z.unknown(), ms: z.number(), maxRssBytes: z.number() });
export type StageReport = z.infer<typeof StageReport>;

const main = async (): Promise<void> => {
  const { stage, folder, start, answers } = StageOrder.parse(JSON.parse(await text(process.stdin)));
  const ports = maximumPorts(await recordedMaximum(), createFileEvidenceStore(folder));
  const startedMs = performance.now();
  const answer = stage === null ? null : await runStage(stage, ports, start, answers);
  const ms = performance.now() - startedMs;
  const report: StageReport = { answer, ms, maxRssBytes: process.resourceUsage().maxRSS * 1024 };
  process.stdout.write(JSON.stringify(report));
};

if (import.meta.main) await main();
