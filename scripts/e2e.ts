import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTION_KINDS, CollectorsConfigV1, collectorsOfStage, enabledCollectors } from '@opsrunbook/contracts';
import collectors from '../config/collectors.json' with { type: 'json' };
import { stageConfig } from '../lib/stage-config.ts';
import { SmokeStopped } from './e2e/answers.ts';
import { createChecklist } from './e2e/checklist.ts';
import { bootstrap, deploy, type StackOutputs } from './e2e/deploy.ts';
import { proveOnce } from './e2e/live-actions.ts';
import { type Endpoint, startMinistack } from './e2e/ministack.ts';
import { runCommand } from './e2e/run-command.ts';
import { seedIncident } from './e2e/seed.ts';
import { seedSecrets } from './e2e/seed-secrets.ts';
import { createApiClient } from './e2e/signed-client.ts';
import { type LiveFakes, startLiveFakes } from './live-fakes.ts';
import { ROOT } from './repository.ts';

/** Where config/repo_mapping.json sends what the seeded incident is about. */
const REPOSITORY = 'example-org/checkout';

const WORK_FOLDER = join(ROOT, '.opsrunbook/e2e');

/** Region and credentials of an emulator, which takes any. */
const EMULATED_ACCOUNT = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
};

/** What of the caller's own could lead past the endpoint, or be sent to it. */
const OWN_ACCOUNT = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'];

/** Deploys, seeds, smokes in a dry run, then sends to the fakes; gives back the exit code. */
const e2e = async ({ url }: Endpoint, fakes: LiveFakes): Promise<number> => {
  for (const name of OWN_ACCOUNT) delete process.env[name];
  Object.assign(process.env, { ...EMULATED_ACCOUNT, AWS_ENDPOINT_URL: url });
  const actions = destinationsAt(fakes);
  const deployment = { env: process.env, workFolder: WORK_FOLDER, actions };
  await step('cdk bootstrap', () => bootstrap(deployment));
  for (const { type, reason } of stageConfig('e2e').leftOut) console.log(`  ..   left out: ${type} (${reason})`);
  const outputs = await step('cdk deploy OpsRunbook-e2e, as a dry run', () => deploy(deployment));
  await step('seed secrets of no worth', () => seedSecrets(fakes.settings));
  const smoked = await smokeDryRun(outputs);
  if (smoked !== 0) return smoked;
  const live = { ...deployment, actions: { ...actions, dryRun: false } };
  const sending = await step('cdk deploy OpsRunbook-e2e, which sends', () => deploy(live));
  const sent = await sendOnce(sending, fakes);
  await step('npm run seed-parameters -- --check: none is missing', () => script('seed-parameters', '--check'));
  await step('npm run reconcile: nothing is open', () => script('reconcile'));
  return sent;
};

const destinationsAt = ({ settings }: LiveFakes) => ({
  jira: { site: settings.jiraSite, cloudId: null, email: settings.jiraEmail },
  gitHub: { appId: settings.gitHubAppId, apiUrl: settings.gitHubApiUrl },
});

const smokeDryRun = async (outputs: StackOutputs): Promise<number> => {
  const report = await step('seed logs, metrics and a failing state machine', () => seedIncident(outputs));
  const reportFile = join(WORK_FOLDER, 'report.json');
  writeFileSync(reportFile, JSON.stringify(report, null, 2));
  const cites = enabledCollectors(collectorsOfStage(CollectorsConfigV1.parse(collectors), 'e2e')).join(',');
  const kinds = ACTION_KINDS.join(',');
  return smoke('--url', outputs.ApiUrl, '--report', reportFile, '--cites', cites, '--rendered', kinds);
};

const sendOnce = async (outputs: StackOutputs, fakes: LiveFakes): Promise<number> => {
  const checklist = createChecklist('actions', console.log);
  const api = createApiClient({ url: outputs.ApiUrl, region: EMULATED_ACCOUNT.AWS_REGION });
  try {
    await proveOnce({ api, checklist }, outputs, fakes);
  } catch (error) {
    // The failed check has told why.
    if (!(error instanceof SmokeStopped)) throw error;
  }
  return checklist.finish() === 0 ? 0 : 1;
};

/** One of our own commands against the deployed stage; rejects when it does not end well. */
const script = (name: string, ...args: readonly string[]): Promise<void> =>
  runCommand({
    program: process.execPath,
    args: [join(ROOT, 'scripts', `${name}.ts`), '--stage', 'e2e', ...args],
    env: process.env,
    logFile: join(WORK_FOLDER, `${name}.log`),
  });

const step = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
  const startedMs = performance.now();
  const result = await work();
  console.log(`  ok   ${what} (${((performance.now() - startedMs) / 1000).toFixed(1)} s)`);
  return result;
};

const smoke = async (...args: readonly string[]): Promise<number> => {
  console.log(`npm run smoke -- ${args.join(' ')}`);
  const child: ChildProcess = spawn(process.execPath, [join(ROOT, 'scripts/smoke.ts'), ...args], {
    stdio: 'inherit',
  });
  const [code] = await once(child, 'close');
  return typeof code === 'number' ? code : 1;
};

const startedBefore = (url: string): Endpoint => ({ url, stop: async () => {} });

const endAfter = async (endpoint: Endpoint): Promise<number> => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => endpoint.stop().finally(() => process.exit(1)));
  }
  const fakes = await startLiveFakes(REPOSITORY);
  try {
    return await e2e(endpoint, fakes);
  } finally {
    await fakes.close();
    await endpoint.stop();
  }
};

rmSync(WORK_FOLDER, { recursive: true, force: true });
mkdirSync(WORK_FOLDER, { recursive: true });
// The repository's own Node and CDK, also for the functions that the emulator runs, when this is not started by npm.
process.env.PATH = `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH}`;
const given = process.env.AWS_ENDPOINT_URL;
try {
  process.exitCode = await endAfter(
    given ? startedBefore(given) : await step('start ministack', () => startMinistack(ROOT, WORK_FOLDER)),
  );
} catch (error) {
  console.error(`FAILED ${error instanceof Error ? error.message : String(error)}\nlogs: ${WORK_FOLDER}`);
  process.exitCode = 1;
}
