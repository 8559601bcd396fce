import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createFileEvidenceStore } from '@opsrunbook/local';
import { type DeployedFunction, deployedTemplate, functionOf } from './deployed-functions.ts';
import type { Figure, Section, Table } from './figures.ts';
import { maximumPorts, startMaximumRun } from './maximum/maximum-run.ts';
import { recordedMaximum } from './maximum/recorded-maximum.ts';
import { type StageOrder, StageReport } from './memory-stage.ts';
import { STAGES, type Stage } from './stages.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

/** Lambda gives a function a whole processor at this much memory, and less in proportion (AWS Lambda developer guide). */
const ONE_PROCESSOR_MIB = 1_769;

interface Measured extends DeployedFunction {
  readonly stage: Stage;
  readonly report: StageReport;
}

/** Peak memory and duration of each stage at the maximum, each in a fresh process as on a cold start. */
export const memoryAtMaximum = async (): Promise<Section> => {
  const template = await deployedTemplate();
  const { frame, reports } = await inTemporaryFolder(runStages);
  const measured = reports.map(({ stage, report }) => ({ stage, report, ...functionOf(template, stage) }));
  return {
    title: 'Memory and time of each stage at the maximum',
    figures: measured.flatMap(figuresOf),
    tables: [tableOf(measured)],
    notes: [
      `${(frame.maxRssBytes / 1e6).toFixed(0)} MB of each are there without any stage: Node, the bench’s modules and the recorded incident, which stands in for what the SDK would hold.`,
      `Seconds on Lambda = seconds here × ${ONE_PROCESSOR_MIB} MiB ÷ the function’s memory, as if this machine’s processor were Lambda’s; the first run of a process, telemetry’s answers included.`,
      'Waiting for AWS is not in it: a collector stops reading after its budget’s seconds, and its timeout lies 30 s above them.',
    ],
  };
};

const runStages = async (folder: string) => {
  const recording = await recordedMaximum();
  const start = await startMaximumRun(recording, maximumPorts(recording, createFileEvidenceStore(folder)));
  const answers: Record<string, unknown> = {};
  const frame = inChild({ stage: null, folder, start, answers });
  const reports = STAGES.map((stage) => {
    const report = inChild({ stage, folder, start, answers });
    answers[stage] = report.answer;
    return { stage, report };
  });
  return { frame, reports };
};

const inChild = (order: StageOrder): StageReport => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'memory-stage.ts')], {
    input: JSON.stringify(order),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`stage ${order.stage} failed: ${stderr}`);
  return StageReport.parse(JSON.parse(stdout));
};

const onLambdaSeconds = ({ report, memoryMiB }: Measured): number =>
  ((report.ms / 1000) * ONE_PROCESSOR_MIB) / Math.min(memoryMiB, ONE_PROCESSOR_MIB);

const figuresOf = (measured: Measured): readonly Figure[] => [
  { name: `${measured.stage}, peak memory`, value: measured.report.maxRssBytes / 1e6, unit: 'MB', most: 512 },
  {
    name: `${measured.stage}, share of its timeout`,
    value: (100 * onLambdaSeconds(measured)) / measured.timeoutSeconds,
    unit: '%',
    most: 33.3,
  },
];

const tableOf = (measured: readonly Measured[]): Table => ({
  caption: 'What the functions are given and take',
  columns: ['Stage', 'memory MiB', 'peak MB', 'timeout s', 'seconds here', 'seconds on Lambda'],
  rows: measured.map((one) => [
    one.stage,
    one.memoryMiB,
    Math.round(one.report.maxRssBytes / 1e6),
    one.timeoutSeconds,
    Number((one.report.ms / 1000).toPrecision(2)),
    Number(onLambdaSeconds(one).toPrecision(2)),
  ]),
});
