import { existsSync, readdirSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { type VerificationCheck, verifyRun } from '@opsrunbook/bundle';
import {
  AcceptedV1,
  ActionsViewV1,
  EvidenceListV1,
  INCIDENT_ANALYZED,
  IncidentPacketV1,
  ServiceCatalogueV1,
} from '@opsrunbook/contracts';
import {
  createLocalSystem,
  frozenClock,
  type LocalSystem,
  loadRecording,
  type Recording,
  recordedTelemetry,
  seededIdSource,
} from '@opsrunbook/local';
import { type Standing, startLiveFakes } from './live-fakes.ts';
import type { DestinationSettings } from './local-destinations.ts';
import { DEMO_SWITCHES, localActions, localConfiguration } from './local-setup.ts';
import { writeRendered } from './rendered-actions.ts';
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
  /** Sends to local providers and delivers everything three times; without it actions are dry runs. */
  readonly liveFakes?: boolean;
}

/** What one recorded incident became. */
export interface DemoResult {
  readonly incident_id: string;
  readonly run_id: string;
  readonly evidence: string;
  readonly verified: boolean;
  readonly checks: readonly VerificationCheck[];
  readonly redactions: Readonly<Record<string, number>>;
  /** The same by collector; a collector in whose evidence nothing was replaced is not in it. */
  readonly redacted: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Secrets planted in the telemetry, and how many of them are anywhere in what was written. */
  readonly canaries: { readonly seeded: number; readonly found: number };
  readonly packet: IncidentPacketV1;
  readonly actions: ActionsViewV1;
  /** Where the rendered payloads lie. */
  readonly rendered: string;
  /** What stands at the local providers after three deliveries; absent in a dry run. */
  readonly standing?: Standing;
}

/** Sends a recorded incident through the whole pipeline, with time and ids that follow from the recording alone. */
export const playRecording = async ({
  folder,
  dataFolder,
  show,
  liveFakes = false,
}: PlayOptions): Promise<DemoResult> => {
  const recording = await loadRecording(folder);
  const data = resolve(dataFolder ?? join(ROOT, '.opsrunbook', 'demo', basename(folder)));
  await emptyDataFolder(data);
  const fakes = liveFakes ? await startLiveFakes(repositoryOf(recording)) : undefined;
  const system = await startSystem(recording, data, { show, settings: fakes?.settings });
  try {
    show(bold(recording.name) + dim(`  ${recording.description}`));
    const { incident_id, run_id } = await report(system, recording);
    show(dim(`reported as ${incident_id}`));
    await system.idle();
    if (fakes !== undefined) await deliverAgain(system, incident_id, 2);
    const outcome = await outcomeOf(system, { incident_id, run_id });
    const rendered = await writeRendered(data, outcome.actions);
    const evidence = relative(process.cwd(), join(data, 'evidence', incident_id, run_id));
    const canaries = { seeded: recording.canaries.length, found: await canariesIn(data, recording) };
    const standing = fakes === undefined ? {} : { standing: fakes.standing() };
    return { incident_id, run_id, evidence, ...outcome, rendered, canaries, ...standing };
  } finally {
    await system.stop();
    await fakes?.close();
  }
};

/** Where the recorded service's code lies, as its catalogue says. */
const repositoryOf = ({ report: { service }, catalogue }: Recording): string =>
  catalogue.services[service]?.repository ?? 'example-org/service';

/** Delivers the event that starts the actions again, as a bus that promises at least once may do. */
const deliverAgain = async (system: LocalSystem, incidentId: string, times: number): Promise<void> => {
  const record = await system.packets.latest(incidentId);
  if (record === undefined) return;
  const { incident_id, run_id, key: packet_key, sha256: packet_sha256, packet_hash } = record;
  const detail = { schema_version: '1', incident_id, run_id, packet_key, packet_sha256, packet_hash };
  for (let delivery = 0; delivery < times; delivery += 1) {
    await system.bus.publish({ detailType: INCIDENT_ANALYZED, detail });
    await system.idle();
  }
};

/** Empties the folder, unless it holds something that no demo or local system wrote. */
const emptyDataFolder = async (folder: string): Promise<void> => {
  if (!existsSync(folder)) return;
  const known = [
    'actions',
    'bus',
    'evidence',
    'executions',
    'packets',
    'plans',
    'tables',
    'redaction.key',
    'recorded-clock.json',
  ];
  const foreign = (await readdir(folder)).find((name) => !known.includes(name));
  if (foreign !== undefined)
    throw new Error(`${folder} holds ${foreign}, which is not OpsRunbook's; choose another --data folder`);
  await rm(folder, { recursive: true });
};

interface SystemOptions {
  readonly show: (line: string) => void;
  /** The local providers; undefined for a dry run. */
  readonly settings: DestinationSettings | undefined;
}

const startSystem = async (
  recording: Recording,
  dataFolder: string,
  { show, settings }: SystemOptions,
): Promise<LocalSystem> => {
  const configuration = localConfiguration();
  const clock = frozenClock(recording.recordedNow);
  const services = { ...configuration.catalogue.services, ...recording.catalogue.services };
  return createLocalSystem({
    ...configuration,
    catalogue: ServiceCatalogueV1.parse({ ...configuration.catalogue, services }),
    dataFolder,
    telemetry: recordedTelemetry(recording),
    clock,
    // Pull requests are off by default; here nothing leaves the machine either way.
    actions: localActions({
      clock,
      settings: settings ?? {},
      switches: { ...DEMO_SWITCHES, dryRun: settings === undefined },
    }),
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
  const actions = ActionsViewV1.parse(await answer(system, `/v1/incidents/${ids.incident_id}/actions/latest`));
  const record = await system.packets.latest(ids.incident_id);
  const checks = await verifyRun(system.evidence, { manifest, packet: record });
  const redactions: Record<string, number> = {};
  for (const entry of entries) {
    for (const [type, count] of Object.entries(entry.redactions)) redactions[type] = (redactions[type] ?? 0) + count;
  }
  const redacted = Object.fromEntries(
    entries
      .filter((entry) => Object.keys(entry.redactions).length > 0)
      .map((entry) => [entry.collector, entry.redactions]),
  );
  const verified = record !== undefined && checks.every(({ holds }) => holds);
  return { packet, actions, checks, verified, redactions, redacted };
};

/** How many planted secrets can be read in anything that was written. */
const canariesIn = async (folder: string, { canaries }: Recording): Promise<number> => {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const contents = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'utf8')));
  return canaries.filter(({ value }) => contents.some((content) => content.includes(value))).length;
};
