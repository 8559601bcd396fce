import { parseArgs } from 'node:util';
import { type DemoResult, playRecording, recordingFolder, recordingNames } from './play-recording.ts';
import { renderPacket } from './render-packet.ts';
import { bold, dim, fail, green, red } from './terminal.ts';

const USAGE = `usage: npm run demo -- [--recording NAME|DIR] [--data DIR] [--json]

  --recording  a recorded incident: ${recordingNames().join(', ')} (default checkout-failure), or a folder of your own
  --data       folder for everything the demo writes; it is emptied first (default .opsrunbook/demo/NAME)
  --json       print one JSON document instead of text`;

const OPTIONS = {
  recording: { type: 'string', default: 'checkout-failure' },
  data: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const options = (() => {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
})();

const show = (line: string): void => {
  if (!options.json) console.log(line);
};

const print = (result: DemoResult): void => {
  show(renderPacket(result.packet));
  const redacted = Object.entries(result.redactions).map(([type, count]) => `${count} ${type}`);
  show(`\n${bold('Redacted before storage')}  ${redacted.length === 0 ? 'nothing' : redacted.join(', ')}`);
  if (result.canaries.seeded > 0) {
    const mark = result.canaries.found === 0 ? green('✓') : red('✗');
    show(
      `  ${mark} ${result.canaries.seeded} secrets were planted in the telemetry, ${result.canaries.found} are in what was written`,
    );
  }
  show(bold('Verified'));
  for (const { holds, what, detail } of result.checks)
    show(`  ${holds ? green('✓') : red('✗')} ${what.padEnd(10)} ${dim(detail)}`);
  show(`\nincident_id ${result.incident_id}`);
  show(`packet_hash ${result.packet.packet_hash}`);
  show(`evidence ${result.evidence}`);
};

const main = async (): Promise<void> => {
  if (options.help) return console.log(USAGE);
  const folder = recordingFolder(options.recording);
  if (folder === undefined) return fail(`--recording: there is no recording ${options.recording}\n\n${USAGE}`);
  const result = await playRecording({ folder, dataFolder: options.data, show });
  if (options.json) console.log(JSON.stringify(result, null, 2));
  else print(result);
  process.exitCode = result.verified && result.canaries.found === 0 ? 0 : 1;
};

await main().catch((error: unknown) => fail(`the demo failed: ${error instanceof Error ? error.message : error}`, 1));
