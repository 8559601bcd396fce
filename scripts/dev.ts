import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { serve } from '@hono/node-server';
import { ServiceCatalogueV1 } from '@opsrunbook/contracts';
import {
  awsTelemetry,
  createLocalSystem,
  isErrno,
  loadRecording,
  recordedClock,
  recordedTelemetry,
} from '@opsrunbook/local';
import { randomIdSource, systemClock } from '@opsrunbook/runtime';
import { settingsFromEnvironment, switchesFromEnvironment } from './local-destinations.ts';
import { localActions, localConfiguration, machineRedactionKey } from './local-setup.ts';
import { ROOT } from './repository.ts';
import { bold, dim, fail, green, red } from './terminal.ts';

const USAGE = `usage: npm run dev -- [--telemetry recorded:DIR|aws] [--port N] [--data DIR]

  --telemetry  where collectors read: a recorded folder (default recorded:recordings/checkout-failure), or the real AWS
               account through the default credential chain (it reads only; see docs/runbook.md for the permissions)
  --port       port on 127.0.0.1 (default 8000)
  --data       folder that keeps incidents, evidence and packets (default .opsrunbook/dev)`;

const options = (() => {
  try {
    return parseArgs({
      options: {
        telemetry: { type: 'string' },
        port: { type: 'string' },
        data: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
})();
if (options.help) {
  console.log(USAGE);
  process.exit(0);
}

if (existsSync(`${ROOT}/.env`)) process.loadEnvFile(`${ROOT}/.env`);

const port = Number(options.port ?? 8000);
if (!Number.isInteger(port) || port < 1 || port > 65_535)
  fail(`--port: expected a number from 1 to 65535, got ${options.port}`);
const dataFolder = resolve(options.data ?? `${ROOT}/.opsrunbook/dev`);
const telemetryOption = options.telemetry ?? 'recorded:recordings/checkout-failure';
const configuration = localConfiguration();

/** What `--telemetry` chose: the clients, the time, and the services it knows. */
const chosen = await (async () => {
  if (telemetryOption === 'aws') {
    return { telemetry: awsTelemetry(), clock: systemClock, catalogue: configuration.catalogue, example: undefined };
  }
  const folder = /^recorded:(.+)$/.exec(telemetryOption)?.[1];
  if (folder === undefined)
    return fail(`--telemetry: expected aws or recorded:DIR, got ${telemetryOption}\n\n${USAGE}`);
  const recording = await loadRecording(resolve(ROOT, folder)).catch((error: unknown) =>
    fail(`--telemetry: ${error instanceof Error ? error.message : error}`),
  );
  return {
    telemetry: recordedTelemetry(recording),
    clock: await recordedClock(recording.recordedNow, dataFolder),
    catalogue: ServiceCatalogueV1.parse({
      ...configuration.catalogue,
      services: { ...configuration.catalogue.services, ...recording.catalogue.services },
    }),
    example: JSON.stringify(recording.report),
  };
})();

const system = await createLocalSystem({
  ...configuration,
  ...chosen,
  dataFolder,
  actions: localActions({
    clock: chosen.clock,
    settings: settingsFromEnvironment(process.env),
    switches: switchesFromEnvironment(process.env),
    // Asked before every request: `AUTOMATION_ENABLED=false` or this file stops what has not been sent.
    isAutomationEnabled: async () =>
      process.env.AUTOMATION_ENABLED !== 'false' && !existsSync(`${dataFolder}/automation-off`),
  }),
  ids: randomIdSource,
  redactionKey: machineRedactionKey(dataFolder),
  onFailure: (what, error) => console.error(red(`${what}: ${error instanceof Error ? error.message : error}`)),
  onStage: (stage) => console.log(dim(`${new Date().toISOString().slice(11, 19)} ${stage} finished`)),
}).catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
await system.resume();

const server = serve({ fetch: system.app.fetch, port, hostname: '127.0.0.1' }, () => announce());
server.on('error', (error) => {
  fail(isErrno(error, 'EADDRINUSE') ? `port ${port} is in use; choose another with --port` : String(error));
});

const announce = async (): Promise<void> => {
  const address = `http://localhost:${port}`;
  console.log(`${bold('OpsRunbook')} on ${green(address)}  telemetry ${telemetryOption}  data ${dataFolder}`);
  for (const collector of system.collectors) {
    const health = await collector.healthCheck();
    const { name } = collector.describe();
    console.log(
      health.ok ? `  ${green('✓')} ${name}` : `  ${red('✗')} ${name}: ${health.reason.message}; ${health.reason.fix}`,
    );
  }
  const body = chosen.example ?? '{"service":"checkout","time_window":{"start":"…","end":"…"}}';
  console.log(
    `\nreport an incident:\n  curl -s ${address}/v1/incidents -H 'content-type: application/json' -d '${body}'`,
  );
  console.log(`read it:\n  curl -s ${address}/v1/incidents\n  curl -s ${address}/openapi.json`);
};

let stopping = false;
const stop = async (): Promise<void> => {
  if (stopping) process.exit(130);
  stopping = true;
  console.log(dim('finishing what is under way; press again to stop at once (it goes on at the next start)'));
  server.close();
  await system.stop();
  process.exit(0);
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
