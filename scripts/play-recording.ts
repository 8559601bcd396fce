import { existsSync, readdirSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { type VerificationCheck, verifyRun } from '@opsrunbook/bundle';
import { AcceptedV1, EvidenceListV1, IncidentPacketV1, ServiceCatalogueV1 } from '@opsrunbook/contracts';
import {
  createLocalSystem,
  frozenClock,
  type LocalSystem,
  loadRecording,
  type Recording,
  recordedTelemetry,
  seededIdSource,
} from '@opsrunbook/local';
import { localConfiguration } from './local-setup.ts';
import { ROOT } from './repository.ts';
import { stagesInOrder } from './stages-in-order.ts';
import { bold, dim, red } from './terminal.ts';

const RECORDINGS = join(ROOT, 'recordings');

/** The recorded incidents that are shipped. */
export const recordingNames = (): readonly string[] =>
  readdirSync(RECORDINGS).filter((name) => existsSync(join(RECORDINGS, name, 'recording.json')));

/** The folder of a recording given by name or path; undefined when there is none. */
export const recordingFolder = (nameOrFolder: string): string | undefined =>
  [join(RECORDINGS, nameOrFolder), resolve(nameOrFolder)].find((folder) => existsSync(join(folder, 'recording.json')));

export interface PlayOptions {
  readonly folder: string;
  /** Emptied before anything is written. */
  readonly dataFolder: string | undefined;
  readonly show: (line: string) => void;
}

/** What one recorded incident became. */
export interface DemoResult {
  readonly incident_id: string;
  readonly run_id: string;
  readonly evidence: string;
  readonly verified: boolean;
  readonly checks: readonly VerificationCheck[];
  readonly redactions: Readonly<Record<string, number>>;
  /** Secrets planted in the telemetry, and how many of them are anywhere in what was written. */
  readonly canaries: { readonly seeded: number; readonly found: number };
  readonly packet: IncidentPacketV1;
}

/** Sends a recorded incident through the whole pipeline, with time and ids that follow from the recording alone. */
export const playRecording = async ({ folder, dataFolder, show }: PlayOptions): Promise<DemoResult> => {
  const recording = await loadRecording(folder);
  const data = resolve(dataFolder ?? join(ROOT, '.opsrunbook', 'demo', basename(folder)));
  await emptyDataFolder(data);
  const system = await startSystem(recording, data, show);
  try {
    show(bold(recording.name) + dim(`  ${recording.description}`));
    const { incident_id, run_id } = await report(system, recording);
    show(dim(`reported as ${incident_id}`));
    await system.idle();
    const outcome = await outcomeOf(system, { incident_id, run_id });
    const found = await canariesIn(data, recording);
    return {
      incident_id,
      run_id,
      evidence: relative(process.cwd(), join(data, 'evidence', incident_id, run_id)),
      ...outcome,
      canaries: { seeded: recording.canaries.length, found },
    };
  } finally {
    await system.stop();
  }
};

/** Empties the folder, unless it holds something that no demo or local system wrote. */
const emptyDataFolder = async (folder: string): Promise<void> => {
  if (!existsSync(folder)) return;
  const known = ['bus', 'evidence', 'executions', 'packets', 'plans', 'tables', 'redaction.key', 'recorded-clock.json'];
  const foreign = (await readdir(folder)).find((name) => !known.includes(name));
  if (foreign !== undefined)
    throw new Error(`${folder} holds ${foreign}, which is not OpsRunbook's; choose another --data folder`);
  await rm(folder, { recursive: true });
};

const startSystem = async (
  recording: Recording,
  dataFolder: string,
  show: (line: string) => void,
): Promise<LocalSystem> => {
  const configuration = localConfiguration();
  const services = { ...configuration.catalogue.services, ...recording.catalogue.services };
  return createLocalSystem({
    ...configuration,
    catalogue: ServiceCatalogueV1.parse({ ...configuration.catalogue, services }),
    dataFolder,
    telemetry: recordedTelemetry(recording),
    clock: frozenClock(recording.recordedNow),
    ids: seededIdSource(recording.name),
    // Not a secret: with a key of its own, every machine would print other placeholders and so another packet hash.
    redactionKey: `demo ${recording.name}`,
    onFailure: (what, error) => show(red(`${what}: ${error instanceof Error ? error.message : error}`)),
    onStage: stagesInOrder(show),
  });
};

const report = async ({ app }: LocalSystem, { report: body }: Recording): Promise<AcceptedV1> => {
  const response = await app.request('/v1/incidents', { method: 'POST', body: JSON.stringify(body) });
  const text = await response.text();
  if (response.status !== 202) throw new Error(`the report was refused: ${text}`);
  return AcceptedV1.parse(JSON.parse(text));
};

const answer = async ({ app }: LocalSystem, path: string): Promise<unknown> => {
  const response = await app.request(path);
  if (response.status !== 200) throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
};

const outcomeOf = async (system: LocalSystem, ids: { readonly incident_id: string; readonly run_id: string }) => {
  const packet = IncidentPacketV1.parse(await answer(system, `/v1/incidents/${ids.incident_id}/packet/${ids.run_id}`));
  const { manifest, entries } = EvidenceListV1.parse(await answer(system, `/v1/incidents/${ids.incident_id}/evidence`));
  const record = await system.packets.latest(ids.incident_id);
  const checks = await verifyRun(system.evidence, { manifest, packet: record });
  const redactions: Record<string, number> = {};
  for (const entry of entries) {
    for (const [type, count] of Object.entries(entry.redactions)) redactions[type] = (redactions[type] ?? 0) + count;
  }
  return { packet, checks, verified: record !== undefined && checks.every(({ holds }) => holds), redactions };
};

/** How many planted secrets can be read in anything that was written. */
const canariesIn = async (folder: string, { canaries }: Recording): Promise<number> => {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const contents = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'utf8')));
  return canaries.filter(({ value }) => contents.some((content) => content.includes(value))).length;
};
