import { join, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { IncidentId, type ReplayV1, RunId } from '@opsrunbook/contracts';
import { createGateProvider } from '@opsrunbook/evidence';
import { replayRun } from '@opsrunbook/lambdas/api/replay-run';
import { createFileEvidenceStore, LOCAL_TABLES, startEmbeddedDynamoDb } from '@opsrunbook/local';
import { systemClock } from '@opsrunbook/runtime';
import { createActionRepository, createPacketRepository, createRunRepository } from '@opsrunbook/stores';
import { incidentFolder } from './incident-folder.ts';
import { switchesFromEnvironment } from './local-destinations.ts';
import { DEMO_SWITCHES, localActions, localConfiguration } from './local-setup.ts';
import { bold, dim, fail, green, red } from './terminal.ts';

const USAGE = `usage: npm run replay -- INCIDENT [--run RUN_ID] [--data DIR] [--json]

Analyzes the incident's sealed evidence again, plans again, and compares with what is stored, byte for byte. Writes and sends nothing.

  --run   the run to replay (default: the latest analyzed one)
  --data  folder that holds the incident (default: the one under .opsrunbook that does)
  --json  print the answer of POST /v1/incidents/{id}/replay`;

const OPTIONS = {
  run: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  if (values.help) return console.log(USAGE);
  const incident = IncidentId.safeParse(positionals[0]);
  const run = RunId.optional().safeParse(values.run);
  if (!incident.success)
    return fail(`INCIDENT: ${incident.error.issues[0]?.message}, got ${positionals[0] ?? 'nothing'}\n\n${USAGE}`);
  if (!run.success) return fail(`--run: ${run.error.issues[0]?.message}, got ${values.run}\n\n${USAGE}`);
  const folder = values.data === undefined ? incidentFolder(incident.data) : resolve(values.data);
  if (folder === undefined) return fail(`no folder under .opsrunbook holds ${incident.data}; name it with --data`);
  const replayed = await replayIn(folder, { incidentId: incident.data, runId: run.data });
  if (values.json) console.log(JSON.stringify(replayed, null, 2));
  else print(replayed);
  process.exitCode = replayed.match ? 0 : 1;
};

interface Asked {
  readonly incidentId: string;
  readonly runId: string | undefined;
}

const replayIn = async (folder: string, { incidentId, runId }: Asked): Promise<ReplayV1> => {
  const database = await startEmbeddedDynamoDb(join(folder, 'tables'));
  try {
    const table = (tableName: string) => ({ client: database.client, tableName });
    const runs = createRunRepository(table(LOCAL_TABLES.snapshots));
    const packets = createPacketRepository(table(LOCAL_TABLES.packets));
    const id = runId ?? (await packets.latest(incidentId))?.run_id;
    const run = id === undefined ? undefined : await runs.getRun(incidentId, id);
    if (run === undefined)
      return fail(`${incidentId} has ${runId === undefined ? 'no analyzed run' : `no run ${runId}`} in ${folder}`, 1);
    // A demo plans pull requests although they are off by default.
    const switches = folder.includes(`${sep}demo${sep}`) ? DEMO_SWITCHES : switchesFromEnvironment(process.env);
    const deps = {
      runs,
      packets,
      evidence: createFileEvidenceStore(folder),
      actions: createActionRepository(table(LOCAL_TABLES.incidents)),
      actionsConfig: localActions({ clock: systemClock, settings: {}, switches }).config,
      gate: createGateProvider(localConfiguration().policy, async () => undefined),
    };
    return await replayRun(deps, run);
  } finally {
    await database.stop();
  }
};

const print = ({ incident_id, run_id, packet_match, plan_match, diffs, versions }: ReplayV1): void => {
  const line = (what: string, matches: boolean) =>
    console.log(`  ${matches ? green('✓') : red('✗')} ${what} ${matches ? 'byte-equal' : 'differs'}`);
  console.log(bold(incident_id) + dim(`  ${run_id}`));
  line('packet', packet_match);
  line('plan', plan_match);
  for (const operation of diffs.slice(0, 20)) {
    const value = 'value' in operation ? dim(` ${JSON.stringify(operation.value).slice(0, 100)}`) : '';
    console.log(`    ${operation.op.padEnd(8)}${operation.path}${value}`);
  }
  if (diffs.length > 20) console.log(dim(`    … ${diffs.length - 20} more; --json prints all`));
  if (versions.differ)
    console.log(`  made by ${JSON.stringify(versions.stored)}, replayed by ${JSON.stringify(versions.current)}`);
};

await main().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
