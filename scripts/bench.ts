import { parseArgs } from 'node:util';
import { analyzerSpeed } from './bench/analyzer-speed.ts';
import { bundleSize } from './bench/bundle-size.ts';
import { rendered, type Section } from './bench/figures.ts';
import { incidentCost } from './bench/incident-cost.ts';
import { memoryAtMaximum } from './bench/memory.ts';
import { postToPacket } from './bench/post-to-packet.ts';
import { redactionSpeed } from './bench/redaction-speed.ts';
import { stageCosts } from './bench/stage-costs.ts';
import { fail } from './terminal.ts';

const PARTS: Readonly<Record<string, () => Promise<Section>>> = {
  packet: postToPacket,
  stages: stageCosts,
  bundles: bundleSize,
  memory: memoryAtMaximum,
  redaction: redactionSpeed,
  analyzer: analyzerSpeed,
  cost: incidentCost,
};

const USAGE = `usage: npm run bench -- [--only NAME]… [--json]

  --only  one part: ${Object.keys(PARTS).join(', ')}; may be given again
  --json  print one JSON document instead of tables

Ratios are measured in turns within one run; milliseconds depend on the machine and on what else it does.`;

const OPTIONS = {
  only: { type: 'string', multiple: true },
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

const main = async (): Promise<void> => {
  if (options.help) return console.log(USAGE);
  const sections: Section[] = [];
  for (const name of options.only ?? Object.keys(PARTS)) {
    const part = PARTS[name] ?? fail(`--only: there is no part ${name}\n\n${USAGE}`);
    const section = await part();
    sections.push(section);
    if (!options.json) console.log(`${rendered(section)}\n`);
  }
  if (options.json) console.log(JSON.stringify(sections, null, 2));
};

await main();
