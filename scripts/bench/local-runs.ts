import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AcceptedV1, COLLECTOR_NAMES, ServiceCatalogueV1 } from '@opsrunbook/contracts';
import {
  createLocalSystem,
  frozenClock,
  type LocalSystem,
  type Recording,
  seededIdSource,
  type Telemetry,
} from '@opsrunbook/local';
import { localActions, localConfiguration } from '../local-setup.ts';
import { processorMs } from './measure.ts';
import { Stopwatch, timed } from './stopwatch.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

/** One incident from its report to its packet. Phases follow one another in wall time, so their sum is the whole. */
export interface LocalRun {
  readonly reportMs: number;
  readonly collectMs: number;
  readonly sealMs: number;
  readonly analyzeMs: number;
  readonly totalMs: number;
  /** Processor time of the whole. */
  readonly processorMs: number;
  /** What of it the recorded telemetry took: it stands in for AWS and is not the pipeline's own time. */
  readonly telemetryMs: number;
  /** Every evidence object of the run, as it was stored. */
  readonly evidence: readonly Uint8Array[];
}

export interface LocalRunsOptions {
  readonly recording: Recording;
  readonly telemetry: Telemetry;
  readonly runs: number;
  /** Called after every run, so that what it is compared with is measured in turns with it. */
  readonly afterRun?: (run: LocalRun) => void;
}

/** Reports the same incident again and again to one local system: the API, the workflow's interpreter, tables and files included. */
export const localRuns = ({ recording, telemetry, runs, afterRun }: LocalRunsOptions): Promise<readonly LocalRun[]> =>
  inTemporaryFolder(async (folder) => {
    const watch = new Stopwatch();
    const finished: Finished = new Map();
    const system = await openSystem({
      recording,
      dataFolder: folder,
      telemetry: timedTelemetry(telemetry, watch),
      onStage: (stage) => finished.set(stage, { wallMs: performance.now(), processorMs: processorMs() }),
    });
    const done: LocalRun[] = [];
    try {
      for (let run = 0; run < runs; run += 1) {
        watch.reset();
        const times = await reportOnce(system, recording, finished);
        const evidence = await evidenceOf(join(folder, 'evidence', times.incidentId, times.runId));
        const one = { ...times, telemetryMs: watch.of('telemetry'), evidence };
        done.push(one);
        afterRun?.(one);
      }
    } finally {
      await system.stop();
    }
    return done;
  });

const timedTelemetry = ({ logs, metrics, executions, ...others }: Telemetry, watch: Stopwatch): Telemetry => {
  const options = { watch, part: 'telemetry', until: 'returned' } as const;
  return {
    ...others,
    logs: timed(logs, options),
    metrics: timed(metrics, options),
    executions: timed(executions, options),
  };
};

/** When each stage ended, by both clocks. */
type Finished = Map<string, { readonly wallMs: number; readonly processorMs: number }>;

interface SystemOptions {
  readonly recording: Recording;
  readonly dataFolder: string;
  readonly telemetry: Telemetry;
  readonly onStage: (stage: string) => void;
}

const openSystem = ({ recording, ...options }: SystemOptions): Promise<LocalSystem> => {
  const configuration = localConfiguration();
  const clock = frozenClock(recording.recordedNow);
  return createLocalSystem({
    ...configuration,
    ...options,
    catalogue: ServiceCatalogueV1.parse(recording.catalogue),
    clock,
    actions: localActions({ clock, settings: {}, switches: { dryRun: true } }),
    ids: seededIdSource(recording.name),
    redactionKey: 'bench',
    onFailure: (what, error) => {
      throw new Error(what, { cause: error });
    },
  });
};

const reportOnce = async (system: LocalSystem, { report }: Recording, finished: Finished) => {
  finished.clear();
  const startedMs = performance.now();
  const processorAtStart = processorMs();
  const response = await system.app.request('/v1/incidents', { method: 'POST', body: JSON.stringify(report) });
  const { incident_id, run_id } = AcceptedV1.parse(await response.json());
  const reportedMs = performance.now();
  await system.idle();
  const of = (stage: string): number => finished.get(stage)?.wallMs ?? Number.NaN;
  const collectedMs = Math.max(...COLLECTOR_NAMES.flatMap((name) => finished.get(name)?.wallMs ?? []));
  return {
    incidentId: incident_id,
    runId: run_id,
    reportMs: reportedMs - startedMs,
    collectMs: collectedMs - reportedMs,
    sealMs: of('persist-snapshot') - collectedMs,
    analyzeMs: of('analyze') - of('persist-snapshot'),
    totalMs: of('analyze') - startedMs,
    processorMs: (finished.get('analyze')?.processorMs ?? Number.NaN) - processorAtStart,
  };
};

const evidenceOf = async (folder: string): Promise<readonly Uint8Array[]> => {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  return Promise.all(files.map((file) => readFile(join(folder, file))));
};
