import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STAGE_NAMES, type StageName } from '../lib/stage-config.ts';
import { askHidden } from './seed-parameters/ask-hidden.ts';
import { createParameterStore } from './seed-parameters/parameter-store.ts';
import { SECRETS } from './seed-parameters/secrets.ts';
import { checkParameters, seedParameters, writeSecret } from './seed-parameters/seed.ts';
import { fail } from './terminal.ts';

const NAMES = SECRETS.map(({ name }) => name).join(', ');
const USAGE = `npm run seed-parameters -- --stage ${STAGE_NAMES.join('|')} [--check | --stdin NAME]

Writes the secrets of a deployment as SecureStrings, with the account and region of your AWS credentials. Nothing typed is shown or printed.
  --check       tell which parameters exist; exit 1 when one is missing
  --stdin NAME  read one of ${NAMES} from standard input`;

/** Writes or checks the parameters; gives back how many are refused or missing. */
const run = async (stage: StageName, { check, stdin }: { check?: boolean; stdin?: string }): Promise<number> => {
  const seeding = { stage, store: createParameterStore(new SSMClient()), tell: console.log };
  if (check === true) return checkParameters(seeding);
  if (stdin === undefined) {
    if (!process.stdin.isTTY) return fail(`there is no terminal to ask on; use --stdin NAME\n\n${USAGE}`);
    return seedParameters({ ...seeding, ask: (question) => askHidden(question, process.stdin, process.stdout) });
  }
  const secret = SECRETS.find(({ name }) => name === stdin);
  if (secret === undefined) return fail(`there is no secret "${stdin}"; expected one of ${NAMES}`);
  return (await writeSecret(seeding, secret, (await text(process.stdin)).trim())) ? 0 : 1;
};

const { values } = parseArgs({
  options: {
    stage: { type: 'string' },
    check: { type: 'boolean' },
    stdin: { type: 'string' },
    help: { type: 'boolean' },
  },
});
const stage = STAGE_NAMES.find((name) => name === values.stage);
if (stage === undefined || values.help) fail(USAGE, values.help ? 0 : 2);
else {
  try {
    process.exitCode = (await run(stage, values)) === 0 ? 0 : 1;
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error), 1);
  }
}
