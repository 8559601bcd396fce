import { parseArgs } from 'node:util';
import type { Standing } from './live-fakes.ts';
import { type DemoResult, playRecording, recordingFolder, recordingNames } from './play-recording.ts';
import { renderPacket } from './render-packet.ts';
import { renderRedactions } from './render-redactions.ts';
import { renderActions } from './rendered-actions.ts';
import { fail, green, red } from './terminal.ts';

const USAGE = `usage: npm run demo -- [--recording NAME|DIR] [--data DIR] [--live-fakes] [--json]

  --recording  a recorded incident: ${recordingNames().join(', ')} (default checkout-failure), or a folder of your own
  --data       folder for everything the demo writes; it is emptied first (default .opsrunbook/demo/NAME)
  --live-fakes sends to a Jira, a Teams and a GitHub on this machine, three times, and shows that one of each stands
  --json       print one JSON document instead of text`;

const OPTIONS = {
  recording: { type: 'string', default: 'checkout-failure' },
  data: { type: 'string' },
  'live-fakes': { type: 'boolean', default: false },
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
  for (const line of renderActions(result.actions, result.rendered)) show(line);
  if (result.standing !== undefined) show(standingLine(result.standing));
  for (const line of renderRedactions(result)) show(line);
  for (const line of verificationLines(result)) show(line);
  show(`incident_id ${result.incident_id}`);
  show(`packet_hash ${result.packet.packet_hash}`);
  show(`evidence ${result.evidence}`);
};

/** One of each is right; anything else fails the demo. */
const isOnce = ({ tickets, messages, branches, pullRequests }: Standing): boolean =>
  [tickets, messages, branches, pullRequests].every((count) => count === 1);

const standingLine = (standing: Standing): string => {
  const { tickets, messages, branches, pullRequests } = standing;
  const counts = `${tickets} ticket, ${messages} message, ${branches} branch, ${pullRequests} pull request`;
  return `${isOnce(standing) ? green('✓') : red('✗')} after three deliveries there stand ${counts}`;
};

const verificationLines = ({ checks, verified }: DemoResult): readonly string[] => {
  if (!verified)
    return checks.filter(({ holds }) => !holds).map(({ what, detail }) => `${red('✗')} ${what}: ${detail}`);
  const objects = checks.filter(({ what }) => what === 'evidence').length;
  const citations = checks.find(({ what }) => what === 'citations')?.detail ?? '';
  return [`${green('✓')} verified: manifest, ${objects} evidence objects, packet; ${citations}`];
};

const main = async (): Promise<void> => {
  if (options.help) return console.log(USAGE);
  const folder = recordingFolder(options.recording);
  if (folder === undefined) return fail(`--recording: there is no recording ${options.recording}\n\n${USAGE}`);
  const result = await playRecording({ folder, dataFolder: options.data, show, liveFakes: options['live-fakes'] });
  if (options.json) console.log(JSON.stringify(result, null, 2));
  else print(result);
  const once = result.standing === undefined || isOnce(result.standing);
  process.exitCode = result.verified && result.canaries.found === 0 && once ? 0 : 1;
};

await main().catch((error: unknown) => fail(`the demo failed: ${error instanceof Error ? error.message : error}`, 1));
