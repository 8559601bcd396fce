import { createHash } from 'node:crypto';
import { loadRecording, recordedTelemetry } from '@opsrunbook/local';
import { recordingFolder } from '../play-recording.ts';
import type { Section, Table } from './figures.ts';
import { type LocalRun, localRuns } from './local-runs.ts';
import { anyMetricData } from './maximum/any-metric-data.ts';
import { recordedMaximum } from './maximum/recorded-maximum.ts';
import { median, processorMs, quantile } from './measure.ts';

const DEMO_RUNS = 60;
const MAXIMUM_RUNS = 15;
/** The first runs of a process compile what they run; they are told apart. */
const WARM_UP = 5;

/** Local POST → packet: of the demo's incident, and at the budgets' maximum against parsing and hashing the same evidence. */
export const postToPacket = async (): Promise<Section> => {
  const demo = await demoRuns();
  const { runs: maximum, ratios, baselineMs } = await maximumRuns();
  const totals = warm(demo).map(totalOf);
  const bytes = maximum[0]?.evidence.reduce((total, { byteLength }) => total + byteLength, 0) ?? 0;
  return {
    title: 'Local POST → packet',
    figures: [
      { name: `demo incident, p50 of ${totals.length} runs`, value: median(totals), unit: 'ms' },
      { name: 'demo incident, p95', value: quantile(totals, 0.95), unit: 'ms' },
      { name: 'demo incident, first run of a process', value: demo[0]?.totalMs ?? Number.NaN, unit: 'ms' },
      { name: `maximum, p50 of ${warm(maximum).length} runs`, value: median(warm(maximum).map(totalOf)), unit: 'ms' },
      { name: 'maximum, p95', value: quantile(warm(maximum).map(totalOf), 0.95), unit: 'ms' },
      { name: 'maximum, own processor time', value: median(warm(maximum).map(ownMs)), unit: 'ms' },
      { name: `JSON.parse + SHA-256 of its ${(bytes / 1e6).toFixed(1)} MB`, value: median(baselineMs), unit: 'ms' },
      { name: 'maximum, own time against parse + hash', value: median(ratios), unit: '×', most: 15 },
    ],
    tables: [sharesTable('Shares of the phases', { demo: warm(demo), maximum: warm(maximum) })],
    notes: [
      'p50, p95 and shares are wall time, the others processor time. Own time leaves out what the recorded telemetry takes to answer: it stands in for AWS. The workflow’s interpreter, the tables’ emulator and files are in it.',
    ],
  };
};

const warm = (runs: readonly LocalRun[]): readonly LocalRun[] => runs.slice(WARM_UP);

const totalOf = ({ totalMs }: LocalRun): number => totalMs;

const ownMs = ({ processorMs: all, telemetryMs }: LocalRun): number => all - telemetryMs;

const demoRuns = async (): Promise<readonly LocalRun[]> => {
  const recording = await loadRecording(recordingFolder('checkout-failure') ?? '');
  return localRuns({ recording, telemetry: recordedTelemetry(recording), runs: WARM_UP + DEMO_RUNS });
};

const maximumRuns = async () => {
  const recording = await recordedMaximum();
  const baselineMs: number[] = [];
  const ratios: number[] = [];
  const runs = await localRuns({
    recording,
    telemetry: { ...recordedTelemetry(recording), metrics: anyMetricData() },
    runs: WARM_UP + MAXIMUM_RUNS,
    afterRun: (run) => {
      const ms = parseAndHashMs(run.evidence);
      baselineMs.push(ms);
      ratios.push(ownMs(run) / ms);
    },
  });
  return { runs, ratios: ratios.slice(WARM_UP), baselineMs: baselineMs.slice(WARM_UP) };
};

/** What anyone pays who reads this evidence at all; the median of three, as it is short. */
const parseAndHashMs = (evidence: readonly Uint8Array[]): number =>
  median(
    [1, 2, 3].map(() => {
      const startedMs = processorMs();
      for (const bytes of evidence) {
        JSON.parse(Buffer.from(bytes).toString('utf8'));
        createHash('sha256').update(bytes).digest('hex');
      }
      return processorMs() - startedMs;
    }),
  );

const PHASES = ['reportMs', 'collectMs', 'sealMs', 'analyzeMs'] as const;

const sharesTable = (caption: string, sets: Readonly<Record<string, readonly LocalRun[]>>): Table => ({
  caption: `${caption} (collecting includes the recorded telemetry’s answers)`,
  columns: ['Incident', ...PHASES.map((phase) => phase.replace('Ms', '')), 'of it telemetry'],
  rows: Object.entries(sets).map(([name, runs]) => [
    name,
    ...PHASES.map((phase) => share(runs, (run) => run[phase])),
    share(runs, ({ telemetryMs }) => telemetryMs),
  ]),
});

const share = (runs: readonly LocalRun[], part: (run: LocalRun) => number): string =>
  `${(100 * median(runs.map((run) => part(run) / run.totalMs))).toFixed(1)} %`;
