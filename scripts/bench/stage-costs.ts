import { EvidenceV1 } from '@opsrunbook/contracts';
import { canonicalJson, sha256Hex } from '@opsrunbook/core';
import { createFileEvidenceStore, type Recording } from '@opsrunbook/local';
import type { Section, Table } from './figures.ts';
import { maximumPorts, startMaximumRun } from './maximum/maximum-run.ts';
import { recordedMaximum } from './maximum/recorded-maximum.ts';
import { inTurns, median, msOf } from './measure.ts';
import { type RunStart, runStage, STAGES, type Stage, type StagePorts } from './stages.ts';
import { Stopwatch, timed } from './stopwatch.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

const RUNS = 12;
const WARM_UP = 3;
const PARTS = ['gate', 'store', 'telemetry'] as const;

/** Where the time goes at the maximum: stage by stage, and step by step for each evidence object. */
export const stageCosts = (): Promise<Section> =>
  inTemporaryFolder(async (folder) => {
    const recording = await recordedMaximum();
    const watch = new Stopwatch();
    const ports = timedPorts(maximumPorts(recording, createFileEvidenceStore(folder)), watch);
    const samples = new Map<string, number[]>();
    for (let run = 0; run < WARM_UP + RUNS; run += 1) {
      const measured = await oneRun(recording, ports, { watch, digit: String(run) });
      if (run >= WARM_UP) for (const [key, ms] of measured) samples.set(key, [...(samples.get(key) ?? []), ms]);
    }
    const of = (key: string): number => median(samples.get(key) ?? []);
    return {
      title: 'Where the time goes at the maximum',
      figures: [],
      tables: [stageTable(of), await objectTable(recording, ports)],
      notes: [
        '`rest` is the stage’s own code, zod’s parsing, canonical JSON and hashing; the second table prices those apart. While `store` waits for a file, other objects are parsed: part of what it shows is theirs.',
      ],
    };
  });

const timedPorts = (ports: StagePorts, watch: Stopwatch): StagePorts => ({
  ...ports,
  store: timed(ports.store, { watch, part: 'store', until: 'settled' }),
  gate: async () => timed(await ports.gate(), { watch, part: 'gate', until: 'returned' }),
  telemetry: {
    ...ports.telemetry,
    logs: timed(ports.telemetry.logs, { watch, part: 'telemetry', until: 'settled' }),
    metrics: timed(ports.telemetry.metrics, { watch, part: 'telemetry', until: 'settled' }),
    executions: timed(ports.telemetry.executions, { watch, part: 'telemetry', until: 'settled' }),
  },
});

const oneRun = async (
  recording: Recording,
  ports: StagePorts,
  { watch, digit }: { readonly watch: Stopwatch; readonly digit: string },
): Promise<ReadonlyMap<string, number>> => {
  const start: RunStart = await startMaximumRun(recording, ports, digit);
  const answers: Partial<Record<Stage, unknown>> = {};
  const measured = new Map<string, number>();
  for (const stage of STAGES) {
    watch.reset();
    const ms = await msOf(async () => {
      answers[stage] = await runStage(stage, ports, start, answers);
    });
    measured.set(`${stage} total`, ms);
    for (const part of PARTS) measured.set(`${stage} ${part}`, watch.of(part));
  }
  return measured;
};

const stageTable = (of: (key: string) => number): Table => ({
  caption: `Milliseconds of processor time per stage, medians of ${RUNS} runs (own = total − telemetry)`,
  columns: ['Stage', 'own', ...PARTS, 'rest'],
  rows: STAGES.map((stage) => {
    const parts = PARTS.map((part) => of(`${stage} ${part}`));
    const total = of(`${stage} total`);
    const rest = parts.reduce((left, ms) => left - ms, total);
    return [stage, ...[total - of(`${stage} telemetry`), ...parts, rest].map((ms) => Math.round(ms * 10) / 10)];
  }),
});

/** Each step over each evidence object, as a multiple of parsing and hashing the object's bytes. */
const objectTable = async (recording: Recording, ports: StagePorts): Promise<Table> => {
  const start = await startMaximumRun(recording, ports, 'ff');
  const gate = await ports.gate();
  const rows = [];
  for (const collector of STAGES.slice(0, 3)) {
    await runStage(collector, ports, start, {});
    const bytes =
      (await ports.store.get(`evidence/${start.incident_id}/${start.run_id}/${collector}.json`)) ?? Buffer.of();
    const text = Buffer.from(bytes).toString('utf8');
    const evidence = EvidenceV1.parse(JSON.parse(text));
    const ms = await inTurns(
      {
        read: () => sha256Hex(bytes) + String(JSON.parse(text) === null),
        gate: () => gate.passEvidence(evidence),
        zod: () => EvidenceV1.parse(evidence),
        canonical: () => canonicalJson(evidence),
        hash: () => sha256Hex(text),
      },
      9,
    );
    const times = (['gate', 'zod', 'canonical', 'hash'] as const).map((step) => ms(step) / ms('read'));
    rows.push([collector, `${(bytes.byteLength / 1e6).toFixed(2)} MB`, ...times]);
  }
  return {
    caption: 'One step over one object, as a multiple of JSON.parse + SHA-256 of its bytes',
    columns: ['Evidence', 'size', 'gate', 'zod parse', 'canonical JSON', 'SHA-256'],
    rows,
  };
};
