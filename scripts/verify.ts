import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { verifyRun } from '@opsrunbook/bundle';
import { IncidentId } from '@opsrunbook/contracts';
import { createFileEvidenceStore, LOCAL_TABLES, startEmbeddedDynamoDb } from '@opsrunbook/local';
import { createPacketRepository, createRunRepository } from '@opsrunbook/stores';
import { incidentFolder } from './incident-folder.ts';
import { bold, dim, fail, green, red } from './terminal.ts';

const USAGE = `usage: npm run verify -- INCIDENT [--data DIR]

Recomputes every hash of the incident's latest run, from evidence over manifest to packet, resolves every citation, and names
the first object that does not match.

  --data  folder that holds the incident (default: the one under .opsrunbook that does)`;

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    options: { data: { type: 'string' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help) return console.log(USAGE);
  const incident = IncidentId.safeParse(positionals[0]);
  if (!incident.success)
    return fail(`INCIDENT: ${incident.error.issues[0]?.message}, got ${positionals[0] ?? 'nothing'}\n\n${USAGE}`);
  const folder = values.data === undefined ? incidentFolder(incident.data) : resolve(values.data);
  if (folder === undefined) return fail(`no folder under .opsrunbook holds ${incident.data}; name it with --data`);
  process.exitCode = (await verify(folder, incident.data)) ? 0 : 1;
};

const verify = async (folder: string, incidentId: string): Promise<boolean> => {
  const database = await startEmbeddedDynamoDb(join(folder, 'tables'));
  try {
    const runs = createRunRepository({ client: database.client, tableName: LOCAL_TABLES.snapshots });
    const packets = createPacketRepository({ client: database.client, tableName: LOCAL_TABLES.packets });
    const snapshot = await runs.latestSnapshot(incidentId);
    if (snapshot === undefined) return fail(`${incidentId} has no sealed run in ${folder}`, 1);
    const packet = await packets.get(snapshot);
    const checks = await verifyRun(createFileEvidenceStore(folder), { manifest: snapshot.manifest, packet });
    console.log(bold(`${incidentId} ${snapshot.run_id}`) + dim(`  ${folder}`));
    for (const { what, holds, detail } of checks)
      console.log(`  ${holds ? green('✓') : red('✗')} ${what.padEnd(10)} ${detail}`);
    const holds = checks.every((check) => check.holds);
    console.log(
      holds
        ? green('every hash and citation holds')
        : red('the run does not hold: what is marked ✗ is not what was sealed'),
    );
    return holds;
  } finally {
    await database.stop();
  }
};

await main().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
